using System.Buffers;
using System.Text.Json;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Vault.Authentication;

/// <summary>Reads a secret when a login needs it.</summary>
internal delegate ValueTask<SecretValue> SecretReading(CancellationToken ct);

/// <summary>
/// One way to log in: where, and with which fields (spec external-secrets.md 3.5). Reads its secrets anew for each login.
/// </summary>
internal sealed class VaultLogin
{
    private readonly (string Name, SecretReading Read)[] _fields;

    private VaultLogin(string path, params (string Name, SecretReading Read)[] fields) => (Path, _fields) = (path, fields);

    /// <summary>Below <c>/v1/</c>.</summary>
    public string Path { get; }

    /// <summary>A machine's role with its secret id.</summary>
    public static VaultLogin AppRole(string mount, SecretReading roleId, SecretReading secretId) =>
        new($"auth/{Or(mount, "approle")}/login", ("role_id", Trimmed(roleId)), ("secret_id", secretId));

    /// <summary>A service account of Kubernetes.</summary>
    public static VaultLogin Kubernetes(string mount, string role, SecretReading token) =>
        new($"auth/{Or(mount, "kubernetes")}/login", ("role", Of(role)), ("jwt", token));

    /// <summary>A token of another issuer.</summary>
    public static VaultLogin Jwt(string mount, string role, SecretReading token) =>
        new($"auth/{Or(mount, "jwt")}/login", ("role", Of(role)), ("jwt", token));

    /// <summary>A user with a password.</summary>
    public static VaultLogin UserPass(string mount, string user, SecretReading password) =>
        new($"auth/{Or(mount, "userpass")}/login/{user.Trim()}", ("password", password));

    /// <summary>A user of a directory with a password.</summary>
    public static VaultLogin Ldap(string mount, string user, SecretReading password) =>
        new($"auth/{Or(mount, "ldap")}/login/{user.Trim()}", ("password", password));

    /// <summary>The certificate of the connection.</summary>
    /// <param name="mount">Empty for the default.</param>
    /// <param name="role">Empty for whichever role the certificate fits.</param>
    public static VaultLogin Certificate(string mount, string role) =>
        role.Length > 0 ? new($"auth/{Or(mount, "cert")}/login", ("name", Of(role))) : new($"auth/{Or(mount, "cert")}/login");

    /// <summary>The body of a login, secret: the caller wipes it.</summary>
    public async ValueTask<byte[]> BodyAsync(CancellationToken ct)
    {
        var output = new ArrayBufferWriter<byte>();
        await using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        foreach (var (name, read) in _fields)
        {
            writer.WriteString(name, (await read(ct)).Bytes.Span);
        }

        writer.WriteEndObject();
        await writer.FlushAsync(ct);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The path.</summary>
    public override string ToString() => $"VaultLogin({Path})";

    private static string Or(string mount, string usual) => mount.Trim('/') is { Length: > 0 } given ? given : usual;

    private static SecretReading Of(string text) => _ => new(SecretValue.OfText(text));

    private static SecretReading Trimmed(SecretReading inner) =>
        async ct => SecretValue.OfText((await inner(ct)).RevealText().Trim());
}
