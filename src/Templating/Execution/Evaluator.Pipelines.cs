using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Parsing;

namespace SecretsKit.Templating.Execution;

internal sealed partial class Evaluator
{
    // A pipeline's value has no static type: interface {} is unwrapped after each command.
    private Operand EvaluatePipeline(in Operand dot, PipelineNode pipeline)
    {
        _at = pipeline;
        var commands = pipeline.Commands;
        var value = EvaluateCommand(dot, commands[0], null).Unwrapped;
        for (var i = 1; i < commands.Length; i++)
        {
            value = EvaluateCommand(dot, commands[i], value).Unwrapped;
        }

        foreach (ref readonly var variable in pipeline.Variables.AsSpan())
        {
            if (pipeline.Assigns)
            {
                Assign(variable, value);
            }
            else
            {
                PushVariable(variable.Id, value);
            }
        }

        return value;
    }

    private Operand EvaluateCommand(in Operand dot, CommandNode command, in Operand? piped)
    {
        CountStep();
        var operands = command.Operands;
        var first = operands[0];
        switch (first.Kind)
        {
            case NodeKind.Function:
                _at = first;
                return Call(dot, ((FunctionNode)first).Function, command, operands, piped);
            case NodeKind.Field:
                _at = first;
                return Follow(dot, dot, first, ((FieldNode)first).Path, operands, piped);
            case NodeKind.Chain:
                return EvaluateChain(dot, (ChainNode)first, operands, piped);
            case NodeKind.Variable:
                return EvaluateVariable(dot, (VariableNode)first, operands, piped);
            case NodeKind.Pipeline:
                RefuseArguments(operands, piped);
                return EvaluateParenthesised(dot, (PipelineNode)first);
        }

        _at = first;
        RefuseArguments(operands, piped);
        return first.Kind switch
        {
            NodeKind.Dot => dot,
            NodeKind.Constant => new(((ConstantNode)first).Value, false),
            NodeKind.Number => EvaluateNumber((NumberNode)first),
            _ => throw Fail("nil is not a command"),
        };
    }

    private Operand EvaluateParenthesised(in Operand dot, PipelineNode pipeline) => StackGuard.IsNeeded
        ? EvaluateOnFreshStack(dot, pipeline)
        : EvaluatePipeline(dot, pipeline);

    private Operand EvaluateOnFreshStack(Operand dot, PipelineNode pipeline) => StackGuard.Run(() => EvaluatePipeline(dot, pipeline));

    private Operand EvaluateVariable(in Operand dot, VariableNode node, Node[]? operands, in Operand? piped)
    {
        _at = node;
        var value = _variables[FindVariable(node.Variable)].Value;
        if (node.Path.Length > 0)
        {
            return Follow(dot, value, node, node.Path, operands, piped);
        }

        if (operands is not null)
        {
            RefuseArguments(operands, piped);
        }

        return value;
    }

    private Operand EvaluateChain(in Operand dot, ChainNode chain, Node[]? operands, in Operand? piped)
    {
        var head = chain.Head;
        _at = head;
        var value = head.Kind == NodeKind.Pipeline
            ? EvaluateParenthesised(dot, (PipelineNode)head)
            : Call(dot, ((FunctionNode)head).Function, head, null, null);
        return Follow(dot, value, chain, chain.Path, operands, piped);
    }

    private Operand EvaluateNumber(NumberNode number) => number.Literal.Ideal is { } value
        ? new(value, false)
        : throw Fail(number.Source.Show(number.Position, number.Length) + " overflows int");

    private void RefuseArguments(Node[] operands, in Operand? piped)
    {
        if (operands.Length > 1 || piped is not null)
        {
            throw Fail("can't give argument to non-function " + NodeText.Of(operands[0]));
        }
    }
}
