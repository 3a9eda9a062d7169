import './foreseen-calls.ts';
import './policy-decisions.ts';
import './policy-preview.ts';
import './policy-rules.ts';
