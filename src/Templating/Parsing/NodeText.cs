using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Parsing;

/// <summary>Nodes as Go prints them in errors (spec go-template.md 2): words one blank apart, literals as in the source.</summary>
internal static class NodeText
{
    public static string Of(Node node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Node node)
    {
        switch (node)
        {
            case ActionNode action:
                text.Append("{{");
                Write(text, action.Pipeline);
                text.Append("}}");
                break;
            case TemplateNode template:
                text.Append("{{template ").Append(GoQuote.Format(template.Name.Span, GoQuoteStyle.Quote));
                if (template.Argument is { } argument)
                {
                    text.Append(' ');
                    Write(text, argument);
                }

                text.Append("}}");
                break;
            case PipelineNode pipeline:
                WritePipeline(text, pipeline);
                break;
            case CommandNode command:
                WriteCommand(text, command);
                break;
            case ChainNode chain:
                WriteOperand(text, chain.Head);
                WritePath(text, chain.Path);
                break;
            case FieldNode field:
                WritePath(text, field.Path);
                break;
            case VariableNode variable:
                text.Append(variable.Variable.Name.RevealText());
                WritePath(text, variable.Path);
                break;
            case FunctionNode function:
                text.Append(function.Function.Name);
                break;
            case ConstantNode constant:
                text.Append(constant.Source.Show(constant.Position, constant.Length));
                break;
            case NumberNode number:
                text.Append(number.Source.Show(number.Position, number.Length));
                break;
            default:
                text.Append(node.Kind == NodeKind.Nil ? "nil" : ".");
                break;
        }
    }

    private static void WritePipeline(StringBuilder text, PipelineNode pipeline)
    {
        for (var i = 0; i < pipeline.Variables.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(pipeline.Variables[i].Name.RevealText());
        }

        if (pipeline.Variables.Length > 0)
        {
            text.Append(pipeline.Assigns ? " = " : " := ");
        }

        for (var i = 0; i < pipeline.Commands.Length; i++)
        {
            text.Append(i == 0 ? "" : " | ");
            WriteCommand(text, pipeline.Commands[i]);
        }
    }

    private static void WriteCommand(StringBuilder text, CommandNode command)
    {
        for (var i = 0; i < command.Operands.Length; i++)
        {
            text.Append(i == 0 ? "" : " ");
            WriteOperand(text, command.Operands[i]);
        }
    }

    private static void WriteOperand(StringBuilder text, Node operand)
    {
        if (operand is not PipelineNode)
        {
            Write(text, operand);
            return;
        }

        text.Append('(');
        if (StackGuard.IsNeeded)
        {
            StackGuard.Run(() =>
            {
                Write(text, operand);
                return text;
            });
        }
        else
        {
            Write(text, operand);
        }

        text.Append(')');
    }

    private static void WritePath(StringBuilder text, ByteString[] path)
    {
        foreach (var name in path)
        {
            text.Append('.').Append(name.RevealText());
        }
    }
}
