using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Parsing;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Execution;

internal sealed partial class Evaluator
{
    // The last field may be a method, which gets the arguments.
    private Operand Follow(in Operand dot, Operand receiver, Node node, ByteString[] path, Node[]? operands, in Operand? piped)
    {
        for (var i = 0; i < path.Length - 1; i++)
        {
            receiver = Field(dot, receiver, node, path[i], null, null);
        }

        return Field(dot, receiver, node, path[^1], operands, piped);
    }

    private Operand Field(in Operand dot, in Operand receiver, Node node, ByteString name, Node[]? operands, in Operand? piped)
    {
        if (receiver.Value.AsMap is { } map)
        {
            return Key(map, name, operands, piped);
        }

        if (receiver.Value.AsObject is { } named)
        {
            if (named.Method(name) is Function method)
            {
                return Call(dot, method, node, operands, piped);
            }

            if (named.TryGetField(name, out var field))
            {
                return HasArguments(operands, piped)
                    ? throw Fail(name.RevealText() + " has arguments but cannot be invoked as function")
                    : new(field, field.IsNil);
            }

            if (named.Map is { } under)
            {
                return Key(under, name, operands, piped);
            }
        }

        return receiver.IsInvalid ? NoField(name)
            : receiver.Value.IsNil ? throw Fail(
                $"nil pointer evaluating {receiver.TypeName}.{name.RevealText()}", TemplateFault.NilPointer, name.RevealText())
            : throw Fail(
                $"can't evaluate field {name.RevealText()} in type {receiver.TypeName}", TemplateFault.UnknownField, name.RevealText());
    }

    private Operand NoField(ByteString name) =>
        _missingKey == MissingKey.Error ? throw Fail("nil data; no entry for key " + Quote(name.Span)) : default(Operand);

    private Operand Key(MapValue map, ByteString name, Node[]? operands, in Operand? piped)
    {
        if (HasArguments(operands, piped))
        {
            throw Fail(name.RevealText() + " is not a method but has arguments");
        }

        if (map.TryGet(name, out var value))
        {
            return Operand.Element(value, map.Type);
        }

        return _missingKey switch
        {
            MissingKey.Default => default,
            MissingKey.Zero => Operand.Element(ZeroValue.Of(map.Type.Element!), map.Type),
            _ => throw Fail("map has no entry for key " + Quote(name.Span)),
        };
    }

    private static bool HasArguments(Node[]? operands, in Operand? piped) => operands is { Length: > 1 } || piped is not null;
}
