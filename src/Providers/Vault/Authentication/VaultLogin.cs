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
    private readonly Func<CancellationToken, ValueTask<IReadOnlyList<LoginField>>> _read;

    private VaultLogin(string path, params (string Name, SecretReading Read)[] fields)
        : this(path, ct => ReadAsync(fields, ct))
    {
    }

    private VaultLogin(string path, Func<CancellationToken, ValueTask<IReadOnlyList<LoginField>>> read) => (Path, _read) = (path, read);

    /// <summary>Below <c>/v1/</c>.</summary>
    public string Path { get; }

    /// <summary>A machine's role with its secret id; both are sent as they are.</summary>
    public static VaultLogin AppRole(string mount, SecretReading roleId, SecretReading secretId) =>
        new($"auth/{Or(mount, "approle")}/login", ("role_id", roleId), ("secret_id", secretId));

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

    /// <summary>An identity of AWS, proven by a signed question who it is.</summary>
    /// <param name="mount">Empty for the default.</param>
    /// <param name="sign">Signs anew for each login.</param>
    public static VaultLogin AwsIam(string mount, Func<CancellationToken, ValueTask<IReadOnlyList<LoginField>>> sign) =>
        new($"auth/{Or(mount, "aws")}/login", sign);

    /// <summary>A service account of Google, proven by a token of it.</summary>
    public static VaultLogin Google(string mount, string role, SecretReading token) =>
        new($"auth/{Or(mount, "gcp")}/login", ("role", Of(role)), ("jwt", token));

    /// <summary>The body of a login, secret: the caller wipes it.</summary>
    public async ValueTask<byte[]> BodyAsync(CancellationToken ct)
    {
        var output = new ArrayBufferWriter<byte>();
        await using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        foreach (var field in await _read(ct))
        {
            writer.WriteString(field.Name, field.Value.Bytes.Span);
        }

        writer.WriteEndObject();
        await writer.FlushAsync(ct);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The path.</summary>
    public override string ToString() => $"VaultLogin({Path})";

    private static string Or(string mount, string usual) => mount.Trim('/') is { Length: > 0 } given ? given : usual;

    private static SecretReading Of(string text) => _ => new(SecretValue.OfText(text));

    private static async ValueTask<IReadOnlyList<LoginField>> ReadAsync((string Name, SecretReading Read)[] fields, CancellationToken ct)
    {
        var read = new List<LoginField>();
        foreach (var (name, value) in fields)
        {
            read.Add(new(name, await value(ct)));
        }

        return read;
    }
}

/// <summary>A field of a login's body. Not a record: it may be secret.</summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its value.</param>
internal sealed class LoginField(string name, SecretValue value)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its value.</summary>
    public SecretValue Value { get; } = value;

    /// <summary>The name alone.</summary>
    public override string ToString() => $"LoginField({Name})";
}
