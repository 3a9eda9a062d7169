import { graphql } from '../client/generated/gql.ts';

export const ViewerDocument = graphql(`
  query Viewer {
    viewer {
      name
      role
      mayApply: can(action: RESOURCE_WRITE) {
        allowed
      }
    }
  }
`);

export const ApplyManifestsDocument = graphql(`
  mutation ApplyManifests($input: ApplyManifestsInput!) {
    applyManifests(input: $input) {
      __typename
      ... on ManifestsApplied {
        changes {
          action
          kind
          namespace
          name
          diff {
            operation
            path
            before
            after
          }
        }
      }
      ... on Failure {
        code
        message
        fix
        facts
      }
    }
  }
`);

export const SealingKeyDocument = graphql(`
  query SealingKey {
    sealingKey {
      publicKeyPem
    }
  }
`);

export const DeleteResourceDocument = graphql(`
  mutation DeleteResource($input: DeleteResourceInput!) {
    deleteResource(input: $input) {
      __typename
      ... on Failure {
        code
        message
        fix
      }
    }
  }
`);

export const JournalPlaceDocument = graphql(`
  query JournalPlace {
    executions(first: 0) {
      cursor
    }
  }
`);

export const ExecutionJournalDocument = graphql(`
  query ExecutionJournal($id: ID!) {
    events(filter: { execution: $id }, first: 500) {
      edges {
        cursor
        node {
          __typename
        }
      }
    }
  }
`);

export const ModelTokensDocument = graphql(`
  subscription ModelTokens($id: ID!) {
    modelStream(executionId: $id) {
      stepId
      text
    }
  }
`);

export const ExecutionEventsDocument = graphql(`
  subscription ExecutionEvents($id: ID!) {
    executionEvents(id: $id, after: "") {
      __typename
      ... on JournalEvent {
        cursor
        at
      }
      ... on ExecutionFinished {
        endedAs: phase
        endedBecause: reason
      }
      ... on ModelCallStarted {
        provider
        model
      }
      ... on ModelCallCompleted {
        inputTokens
        outputTokens
        latencyMs
        cost {
          amount
          currency
        }
        modelCall {
          id
          reply {
            content
          }
        }
      }
      ... on ModelCallFailed {
        message
        retryInMs
        modelCall {
          id
        }
      }
      ... on ToolCallRequested {
        tool
        sideEffect
        toolCall {
          arguments
        }
      }
      ... on ToolCallStarted {
        tool
      }
      ... on ToolCallCompleted {
        tool
        isError
        latencyMs
        toolCall {
          result
        }
      }
      ... on ToolCallFailed {
        tool
        message
        retryInMs
      }
      ... on PolicyDecided {
        decision {
          effect
          policyName
          rule
          reason
        }
      }
      ... on ApprovalDecided {
        decidedAs: phase
        comment
        approval {
          decision {
            by {
              name
            }
            editedArguments
          }
        }
      }
      ... on StreamGap {
        reason
      }
    }
  }
`);

export const ExecutionSummaryDocument = graphql(`
  query ExecutionSummary($id: ID!) {
    execution(id: $id) {
      phase
      reason
      output
      failure {
        code
        message
      }
      progress {
        elapsedMs
      }
      usage {
        inputTokens
        outputTokens
        modelCalls
        toolCalls
        cost {
          amount
          currency
        }
      }
      steps(first: 200) {
        edges {
          node {
            __typename
            key
            phase
            attempt
            latencyMs
            ... on ModelCall {
              model
              usage {
                inputTokens
                outputTokens
                cost {
                  amount
                  currency
                }
              }
            }
            ... on ToolCall {
              name
              isError
            }
          }
        }
      }
    }
  }
`);
