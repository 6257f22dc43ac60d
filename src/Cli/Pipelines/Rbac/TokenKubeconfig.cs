using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>The text of a kubeconfig with a bearer token.</summary>
internal static class TokenKubeconfig
{
    private const string ClusterName = "cluster";

    private static ReadOnlySpan<byte> End => "\"\n"u8;

    /// <summary>Makes it: one cluster, one user, one context, which is current.</summary>
    /// <param name="cluster">Where the server is and how it is recognized; certificates are copied into the text.</param>
    /// <param name="environment">Resolves files of certificates.</param>
    /// <param name="user">The name of the user.</param>
    /// <param name="namespace">The namespace of the context.</param>
    /// <param name="token">The token. Lent.</param>
    /// <returns>The text, given away: it holds the token and is to be wiped.</returns>
    /// <exception cref="SecretsKitException">Certificates cannot be read, or the token is none that a header can hold.</exception>
    public static byte[] Of(KubeCluster cluster, HostEnvironment environment, string user, string @namespace, SecretBytes token)
    {
        if (token.Span.ContainsAnyExceptInRange((byte)'!', (byte)'~') || token.Span.ContainsAny("\"\\"u8))
        {
            throw new SecretsKitException(ErrorCode.MalformedDocument, "the server's token has characters that no header can hold");
        }

        var head = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(Head(cluster, environment, user, @namespace), head);
        head.Write(Encoding.UTF8.GetBytes($"users:\n- name: \"{user}\"\n  user:\n    token: \""));
        var start = head.WrittenSpan;
        var text = GC.AllocateUninitializedArray<byte>(start.Length + token.Span.Length + End.Length, pinned: true);
        start.CopyTo(text);
        token.Span.CopyTo(text.AsSpan(start.Length));
        End.CopyTo(text.AsSpan(start.Length + token.Span.Length));
        return text;
    }

    private static Value Head(KubeCluster cluster, HostEnvironment environment, string user, string @namespace)
    {
        var server = Map(("server", Value.Of(cluster.Server)));
        if (cluster.SkipsVerification)
        {
            server.AsMap!.Set(new("insecure-skip-tls-verify"), Value.True);
        }
        else if (cluster.CertificateAuthority.Read(environment) is { } roots)
        {
            server.AsMap!.Set(new("certificate-authority-data"), Value.Of(Convert.ToBase64String(roots)));
        }

        if (cluster.DisablesCompression)
        {
            server.AsMap!.Set(new("disable-compression"), Value.True);
        }

        foreach (var (key, text) in ((string, string)[])[("tls-server-name", cluster.TlsServerName), ("proxy-url", cluster.ProxyUrl)])
        {
            if (text.Length > 0)
            {
                server.AsMap!.Set(new(key), Value.Of(text));
            }
        }

        var context = Map(
            ("cluster", Value.Of(ClusterName)), ("namespace", Value.Of(@namespace)), ("user", Value.Of(user)));
        return Map(
            ("apiVersion", Value.Of("v1")),
            ("clusters", List(Map(("name", Value.Of(ClusterName)), ("cluster", server)))),
            ("contexts", List(Map(("name", Value.Of(user)), ("context", context)))),
            ("current-context", Value.Of(user)),
            ("kind", Value.Of("Config")));
    }

    private static Value List(Value only) => Value.Of(new ListValue([only]));

    private static Value Map(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var map = new MapValue(capacity: fields.Length);
        foreach (var (name, value) in fields)
        {
            map.Set(new(name), value);
        }

        return Value.Of(map);
    }
}
