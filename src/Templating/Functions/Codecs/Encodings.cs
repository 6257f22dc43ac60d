using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Codecs;

/// <summary>Base 64 and base 32; what cannot be decoded becomes the text of the error (spec sprig.md 4).</summary>
internal static class Encodings
{
    public static FunctionTable AddEncodings(this FunctionTable table) => table
        .Add("b64enc", static (_, a) => Value.Of(Base64Text.Encode(a[0].StringBytes)), P.String)
        .Add("b64dec", static (_, a) => Value.Of(Base64Text.Decode(a[0].StringBytes, out var at) ?? Error("base64", at)), P.String)
        .Add("b32enc", static (_, a) => Value.Of(Core.Text.Base32.Encode(a[0].StringBytes)), P.String)
        .Add("b32dec", static (_, a) => Value.Of(Base32Text.Decode(a[0].StringBytes, out var at) ?? Error("base32", at)), P.String);

    private static byte[] Error(string encoding, int at) =>
        System.Text.Encoding.ASCII.GetBytes($"illegal {encoding} data at input byte {at}");
}
