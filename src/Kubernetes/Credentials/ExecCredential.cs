using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Configuration;

namespace SecretsKit.Kubernetes.Credentials;

/// <summary>What a credential plugin issued: a token, a client certificate, or both. Never printed.</summary>
internal sealed class ExecCredential
{
    /// <summary>The bearer token; empty for none.</summary>
    public string Token { get; private init; } = "";

    /// <summary>The client certificate in PEM; empty for none.</summary>
    public byte[] Certificate { get; private init; } = [];

    /// <summary>The private key of the certificate in PEM.</summary>
    public byte[] Key { get; private init; } = [];

    /// <summary>When it ends; null for as long as the process runs.</summary>
    public DateTimeOffset? Expires { get; private init; }

    /// <summary>Reads what a plugin printed.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.ProcessFailed"/>: it is no ExecCredential; nothing of it is quoted.
    /// </exception>
    public static ExecCredential Parse(ReadOnlySpan<byte> output, ExecPlugin plugin)
    {
        if (!GoJson.TryParse(output, out var document, out _))
        {
            throw Wrong(plugin, "what it printed is not JSON");
        }

        if (Text(document, "apiVersion") != plugin.ApiVersion)
        {
            throw Wrong(plugin, $"it answered in another apiVersion than {plugin.ApiVersion}");
        }

        var status = Field(document, "status");
        var credential = new ExecCredential
        {
            Token = Text(status, "token"),
            Certificate = Encoding.UTF8.GetBytes(Text(status, "clientCertificateData")),
            Key = Encoding.UTF8.GetBytes(Text(status, "clientKeyData")),
            Expires = Text(status, "expirationTimestamp") is { Length: > 0 } time ? Time(time, plugin) : null,
        };
        return credential.Token.Length == 0 && credential.Certificate.Length == 0
            ? throw Wrong(plugin, "it issued neither a token nor a certificate")
            : (credential.Certificate.Length == 0) != (credential.Key.Length == 0)
            ? throw Wrong(plugin, "a certificate and its key must come together")
            : credential;
    }

    /// <summary>No secret.</summary>
    public override string ToString() => "ExecCredential(***)";

    private static DateTimeOffset Time(string text, ExecPlugin plugin) =>
        Timestamp.TryParseRfc3339(Encoding.UTF8.GetBytes(text), out var time)
            ? DateTimeOffset.FromUnixTimeSeconds(time.UnixSeconds)
            : throw Wrong(plugin, "its expirationTimestamp is not a time");

    private static SecretsKitException Wrong(ExecPlugin plugin, string problem) =>
        new(ErrorCode.ProcessFailed, $"the credential plugin {plugin.Command} of the kubeconfig failed: {problem}");

    private static string Text(Value map, string name) =>
        Field(map, name) is { IsString: true } text ? Encoding.UTF8.GetString(text.StringBytes) : "";

    private static Value Field(Value map, string name) => map.AsMap?[new ByteString(name)] ?? Value.Nil;
}
