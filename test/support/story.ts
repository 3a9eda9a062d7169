/** Manifests of small agents on the mock model, for tests that run something. */

/** An agent that calls a reading tool, then one that needs approval, then answers with the last result. */
export const approvalStory = `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: story-model }
spec:
  provider: mock
  model: story
  pricing: { currency: USD, inputPerMillionTokens: "1", outputPerMillionTokens: "2" }
  script:
    - toolCalls: [{ name: sum, arguments: { expression: "20+1" } }]
    - toolCalls: [{ name: pay, arguments: { expression: "20+2" } }]
    - text: "Paid {{result}}"
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: sum }
spec: { type: builtin, builtin: calculator, sideEffect: READ_ONLY }
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: pay }
spec: { type: builtin, builtin: calculator, sideEffect: FINANCIAL }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: payer, labels: { team: shop } }
spec: { prompt: "Pay.", model: story-model, tools: [sum, pay] }
`;

/** An agent that answers at once. */
export const shortStory = `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: short-model }
spec: { provider: mock, model: short, script: [{ text: "Hello {{input}}" }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: greeter }
spec: { prompt: "Greet.", model: short-model }
`;
