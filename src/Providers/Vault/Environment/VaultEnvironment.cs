using System.Globalization;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Environment;

/// <summary>
/// What the variables of Vault's own client say about a server (spec sops.md 7.8): VAULT_NAMESPACE, VAULT_CACERT, VAULT_CACERT_BYTES,
/// VAULT_CAPATH, VAULT_CLIENT_CERT, VAULT_CLIENT_KEY, VAULT_SKIP_VERIFY, VAULT_TLS_SERVER_NAME, VAULT_AGENT_ADDR, VAULT_PROXY_ADDR,
/// VAULT_HTTP_PROXY, VAULT_CLIENT_TIMEOUT.
/// </summary>
internal static class VaultEnvironment
{
    /// <summary>Where a Vault is if nothing says so.</summary>
    public const string DefaultAddress = "https://127.0.0.1:8200";

    private const int MaxFile = 4 * 1024 * 1024;
    private const int MaxCertificates = 10_000;

    /// <summary>The server at an address, as the variables want it reached.</summary>
    /// <param name="environment">The variables; files of relative paths are in its working directory.</param>
    /// <param name="address">Scheme, host and port. VAULT_AGENT_ADDR is used instead, where it is set.</param>
    /// <exception cref="ProviderException">
    /// <see cref="ProviderFault.InvalidSettings"/>: a variable is wrong, or its file unreadable.
    /// </exception>
    public static VaultServer Server(HostEnvironment environment, string address)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var agent = Text(environment, "VAULT_AGENT_ADDR");
        if (agent.StartsWith("unix://", StringComparison.Ordinal))
        {
            throw Wrong("VAULT_AGENT_ADDR", $"an agent behind a socket is not supported; have it listen on a port");
        }

        return new(agent.Length > 0 ? agent : address)
        {
            Namespace = Text(environment, "VAULT_NAMESPACE"),
            Tls = Tls(environment),
            Proxy = Proxy(environment),
            Timeout = Timeout(environment),
        };
    }

    private static TlsOptions Tls(HostEnvironment environment)
    {
        var tls = TlsOptions.Default;
        tls = Text(environment, "VAULT_CACERT_BYTES") is { Length: > 0 } inline
            ? Checked("VAULT_CACERT_BYTES", () => tls.WithRoots(Encoding.UTF8.GetBytes(inline)))
            : Text(environment, "VAULT_CACERT") is { Length: > 0 } file
            ? Checked("VAULT_CACERT", () => tls.WithRoots(Read(environment, "VAULT_CACERT", file)))
            : Text(environment, "VAULT_CAPATH") is { Length: > 0 } folder
            ? Checked("VAULT_CAPATH", () => tls.WithRoots(ReadFolder(environment, folder)))
            : tls;
        var (certificate, key) = (Text(environment, "VAULT_CLIENT_CERT"), Text(environment, "VAULT_CLIENT_KEY"));
        if (certificate.Length > 0 != key.Length > 0)
        {
            throw Wrong(certificate.Length > 0 ? "VAULT_CLIENT_CERT" : "VAULT_CLIENT_KEY",
                $"both of the certificate and its key must be set");
        }

        if (certificate.Length > 0)
        {
            tls = Checked("VAULT_CLIENT_CERT", () => tls.WithClientCertificate(
                Read(environment, "VAULT_CLIENT_CERT", certificate), Read(environment, "VAULT_CLIENT_KEY", key)));
        }

        tls = Text(environment, "VAULT_TLS_SERVER_NAME") is { Length: > 0 } name ? tls.WithServerName(name) : tls;
        return Flag(environment, "VAULT_SKIP_VERIFY") ? tls.WithoutVerification() : tls;
    }

    private static HttpProxy? Proxy(HostEnvironment environment)
    {
        var variable = Text(environment, "VAULT_PROXY_ADDR").Length > 0 ? "VAULT_PROXY_ADDR" : "VAULT_HTTP_PROXY";
        return Text(environment, variable) is { Length: > 0 } address ? Checked(variable, () => HttpProxy.At(address)) : null;
    }

    private static TimeSpan Timeout(HostEnvironment environment)
    {
        // Seconds, or Go's notation for one unit.
        var text = Text(environment, "VAULT_CLIENT_TIMEOUT");
        var (digits, unit) = text switch
        {
            "" => ("60", 1.0),
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 0.001),
            _ when text.EndsWith('s') => (text[..^1], 1),
            _ when text.EndsWith('m') => (text[..^1], 60),
            _ when text.EndsWith('h') => (text[..^1], 3600),
            _ => (text, 1),
        };
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * unit is > 0 and < 1e6
            ? TimeSpan.FromSeconds(count * unit)
            : throw Wrong("VAULT_CLIENT_TIMEOUT", $"not a duration, such as 30s");
    }

    private static bool Flag(HostEnvironment environment, string name) => Text(environment, name) switch
    {
        "" or "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        _ => throw Wrong(name, $"not true or false"),
    };

    private static string Text(HostEnvironment environment, string name) => environment.Variable(name) ?? "";

    private static byte[] Read(HostEnvironment environment, string variable, string path)
    {
        try
        {
            return SecretFile.Read(environment.ResolvePath(path), MaxFile) ?? throw Wrong(variable, $"{path} is too large");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Wrong(variable, $"{SecretFile.Explain(path, failure)}");
        }
    }

    private static byte[] ReadFolder(HostEnvironment environment, string path)
    {
        try
        {
            var all = new List<byte>();
            foreach (var file in Directory.EnumerateFiles(environment.ResolvePath(path)).Order(StringComparer.Ordinal)
                .Take(MaxCertificates))
            {
                all.AddRange(Read(environment, "VAULT_CAPATH", file));
                all.Add((byte)'\n');
            }

            return [.. all];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Wrong("VAULT_CAPATH", $"{SecretFile.Explain(path, failure)}");
        }
    }

    private static T Checked<T>(string variable, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (SecretsKitException failure) when (failure is not ProviderException)
        {
            throw Wrong(variable, $"{failure.Message}");
        }
    }

    private static ProviderException Wrong(string variable, Core.Display.MessageText problem) =>
        new(new(ProviderFault.InvalidSettings, VaultFailures.Provider, "variable", variable), problem)
        {
            Hint = $"correct {variable} or unset it",
        };
}
