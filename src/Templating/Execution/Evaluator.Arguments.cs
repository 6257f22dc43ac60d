using SecretsKit.Core.Data;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Parsing;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Execution;

internal sealed partial class Evaluator
{
    private Operand Argument(in Operand dot, GoType type, Node node)
    {
        _at = node;
        switch (node.Kind)
        {
            case NodeKind.Dot:
                return Validate(dot, type);
            case NodeKind.Field:
                return Validate(Follow(dot, dot, node, ((FieldNode)node).Path, null, null), type);
            case NodeKind.Variable:
                return Validate(EvaluateVariable(dot, (VariableNode)node, null, null), type);
            case NodeKind.Pipeline:
                return Validate(EvaluateParenthesised(dot, (PipelineNode)node), type);
            case NodeKind.Function:
                return Validate(Call(dot, ((FunctionNode)node).Function, node, null, null), type);
            case NodeKind.Chain:
                return Validate(EvaluateChain(dot, (ChainNode)node, null, null), type);
            case NodeKind.Nil:
                return ZeroValue.IsNilable(type)
                    ? new(ZeroValue.Of(type), false)
                    : throw Fail("cannot assign nil to " + type.Name);
            default:
                return Literal(type, node);
        }
    }

    // A constant takes the parameter's type if it can (spec go-template.md 1.4, 3.2).
    private Operand Literal(GoType type, Node node)
    {
        var number = (node as NumberNode)?.Literal;
        switch (type.Kind)
        {
            case GoKind.Interface:
                return number is null ? new(((ConstantNode)node).Value, false) : EvaluateNumber((NumberNode)node);
            case GoKind.String:
                return node is ConstantNode { Value.IsString: true } text ? new(text.Value, false) : throw Mismatch("string", node);
            case GoKind.Bool:
                return node is ConstantNode { Value.Kind: GoKind.Bool } truth ? new(truth.Value, false) : throw Mismatch("bool", node);
            case >= GoKind.Int and <= GoKind.Int64:
                return number?.Integer is { } integer ? new(Value.Scalar(type, integer), false) : throw Mismatch("integer", node);
            case >= GoKind.Uint and <= GoKind.Uint64:
                return number?.Unsigned is { } unsigned
                    ? new(Value.Scalar(type, (long)unsigned), false)
                    : throw Mismatch("unsigned integer", node);
            case GoKind.Float32 or GoKind.Float64:
                return number?.Float is { } real
                    ? new(Value.Scalar(type, BitConverter.DoubleToInt64Bits(real)), false)
                    : throw Mismatch("float", node);
            default:
                throw Fail($"can't handle {NodeText.Of(node)} for arg of type {type.Name}");
        }
    }

    private TemplateException Mismatch(string expected, Node node) =>
        Fail($"expected {expected}; found {NodeText.Of(node)}", TemplateFault.WrongType, expected);

    private Operand Validate(in Operand argument, GoType type)
    {
        if (ReferenceEquals(type, GoType.Interface))
        {
            return argument;
        }

        var value = argument.Value;
        if (value.IsNil)
        {
            return argument.IsInterface ? throw WrongType(type, argument.TypeName)
                : ZeroValue.IsNilable(type) ? new(ZeroValue.Of(type), false)
                : throw Fail("invalid value; expected " + type.Name);
        }

        var actual = value.Type!;
        if (ReferenceEquals(actual, type))
        {
            return argument;
        }

        // A named type goes where the type under its name is wanted, if that has no name of its own.
        var under = value.AsObject is { } named ? named.Map is { } map ? Value.Of(map) : named.Underlying : default;
        return type.Kind is GoKind.Map or GoKind.Slice && ReferenceEquals(under.Type, type)
            ? new(under, false)
            : throw WrongType(type, actual.Name);
    }

    private TemplateException WrongType(GoType type, string actual) =>
        Fail($"wrong type for value; expected {type.Name}; got {actual}", TemplateFault.WrongType, type.Name);
}
