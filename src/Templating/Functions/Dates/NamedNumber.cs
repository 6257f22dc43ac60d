using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Dates;

/// <summary>A number whose type has a text: months and weekdays.</summary>
internal sealed class NamedNumber(GoType type, long number, string text) : GoObject
{
    private static readonly ByteString String = new("String");

    public override GoType Type => type;

    public override Value Underlying => Value.Int(number);

    public override Function? Method(ByteString name) => name == String ? new("String", [], null, (_, _) => Value.Of(text)) : null;

    public override bool TryWriteText(IBufferWriter<byte> output)
    {
        output.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return true;
    }

    public override Value? JsonForm => Underlying;

    public override bool? IsEqualTo(GoObject other) => other is NamedNumber && other.Type == type && other.Underlying.Bits == number;
}
