using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Dates;

/// <summary>An object that has a text and nothing else, such as a location.</summary>
internal sealed class TextObject(GoType type, string text) : GoObject
{
    private static readonly ByteString String = new("String");

    public override GoType Type => type;

    public override Function? Method(ByteString name) => name == String ? new("String", [], null, (_, _) => Value.Of(text)) : null;

    public override bool TryWriteText(IBufferWriter<byte> output)
    {
        output.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return true;
    }
}
