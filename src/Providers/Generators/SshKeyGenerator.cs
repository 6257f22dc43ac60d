using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Ssh;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Generators;

/// <summary>
/// A key pair for SSH: <c>privateKey</c> in the format of OpenSSH, without a passphrase, and <c>publicKey</c> as a line of
/// <c>authorized_keys</c>.
/// </summary>
internal sealed class SshKeyGenerator : ISecretGenerator
{
    private const int PemColumns = 64;
    private const int Block = 8;

    private readonly RandomFill _random;
    private readonly string _type;
    private readonly int _bits;
    private readonly string _comment;

    private SshKeyGenerator(StoreFields fields, RandomFill random)
    {
        _random = random;
        _comment = fields.Text("comment");
        _type = fields.Text("keyType") is { Length: > 0 } type ? type : "rsa";
        var size = fields.Integer("keySize") is { } bits and > 0 ? bits : null as long?;
        _bits = (_type, size) switch
        {
            ("rsa", null) => 2048,
            ("rsa", >= 1024 and <= 8192) when size % 8 == 0 => (int)size!.Value,
            ("rsa", _) => throw fields.Wrong("keySize", "expected 1024 to 8192 bits for rsa, a multiple of 8"),
            ("ecdsa", null) => 256,
            ("ecdsa", 256 or 384 or 521) => (int)size!.Value,
            ("ecdsa", _) => throw fields.Wrong("keySize", "expected 256, 384 or 521 bits for ecdsa"),
            ("ed25519", _) => 256,
            _ => throw fields.Wrong("keyType", "expected rsa, ecdsa or ed25519"),
        };
        if (_comment.Any(char.IsControl))
        {
            throw fields.Wrong("comment", "it may not hold line breaks or other control characters");
        }
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "SSHKey",
        "sshKeySpec",
        static (spec, context) => new SshKeyGenerator(new StoreFields(spec, "spec", "SSH key generator"), context.Host.Random));

    /// <inheritdoc/>
    public ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (type, publicKey, secrets) = _type switch
        {
            "ed25519" => Ed25519(),
            "ecdsa" => Ecdsa(),
            _ => Rsa(),
        };
        var line = $"{type} {Convert.ToBase64String(publicKey)}{(_comment.Length > 0 ? " " + _comment : "")}\n";
        return ValueTask.FromResult(new SecretMap
        {
            ["privateKey"] = SecretValue.OfText(Container(publicKey, secrets)),
            ["publicKey"] = SecretValue.OfText(line),
        });
    }

    private (string Type, byte[] Public, List<byte> Secrets) Ed25519()
    {
        const string Type = "ssh-ed25519";
        var seed = new byte[32];
        _random(seed);
        var key = Ed25519Conversion.DerivePublicKey(seed);
        List<byte> open = [], secrets = [];
        SshWire.WriteString(open, Encoding.ASCII.GetBytes(Type));
        SshWire.WriteString(open, key);
        SshWire.WriteString(secrets, Encoding.ASCII.GetBytes(Type));
        SshWire.WriteString(secrets, key);
        SshWire.WriteString(secrets, [.. seed, .. key]);
        return (Type, [.. open], secrets);
    }

    private (string Type, byte[] Public, List<byte> Secrets) Ecdsa()
    {
        var curve = string.Create(CultureInfo.InvariantCulture, $"nistp{_bits}");
        var type = $"ecdsa-sha2-{curve}";
        using var pair = ECDsa.Create(_bits switch
        {
            384 => ECCurve.NamedCurves.nistP384,
            521 => ECCurve.NamedCurves.nistP521,
            _ => ECCurve.NamedCurves.nistP256,
        });
        var made = pair.ExportParameters(includePrivateParameters: true);
        List<byte> open = [], secrets = [];
        foreach (var output in (List<byte>[])[open, secrets])
        {
            SshWire.WriteString(output, Encoding.ASCII.GetBytes(type));
            SshWire.WriteString(output, Encoding.ASCII.GetBytes(curve));
            SshWire.WriteString(output, [0x04, .. made.Q.X!, .. made.Q.Y!]);
        }

        SshWire.WriteNumber(secrets, made.D!);
        CryptographicOperations.ZeroMemory(made.D);
        return (type, [.. open], secrets);
    }

    private (string Type, byte[] Public, List<byte> Secrets) Rsa()
    {
        const string Type = "ssh-rsa";
        using var pair = RSA.Create(_bits);
        var made = pair.ExportParameters(includePrivateParameters: true);
        List<byte> open = [], secrets = [];
        SshWire.WriteString(open, Encoding.ASCII.GetBytes(Type));
        SshWire.WriteNumber(open, made.Exponent!);
        SshWire.WriteNumber(open, made.Modulus!);
        SshWire.WriteString(secrets, Encoding.ASCII.GetBytes(Type));
        foreach (var number in (byte[][])[made.Modulus!, made.Exponent!, made.D!, made.InverseQ!, made.P!, made.Q!])
        {
            SshWire.WriteNumber(secrets, number);
        }

        foreach (var secret in (byte[][])[made.D!, made.P!, made.Q!, made.DP!, made.DQ!, made.InverseQ!])
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        return (Type, [.. open], secrets);
    }

    // PROTOCOL.key of OpenSSH, with the cipher "none".
    private string Container(byte[] publicKey, List<byte> secrets)
    {
        Span<byte> check = stackalloc byte[sizeof(uint)];
        _random(check);
        List<byte> inner = [.. check, .. check, .. secrets];
        SshWire.WriteString(inner, Encoding.UTF8.GetBytes(_comment));
        for (byte padding = 1; inner.Count % Block != 0; padding++)
        {
            inner.Add(padding);
        }

        List<byte> all = [.. "openssh-key-v1\0"u8];
        SshWire.WriteString(all, "none"u8);
        SshWire.WriteString(all, "none"u8);
        SshWire.WriteString(all, []);
        SshWire.WriteUInt32(all, 1);
        SshWire.WriteString(all, publicKey);
        SshWire.WriteString(all, [.. inner]);
        var lines = Convert.ToBase64String([.. all]).Chunk(PemColumns).Select(line => new string(line) + "\n");
        return $"-----BEGIN OPENSSH PRIVATE KEY-----\n{string.Concat(lines)}-----END OPENSSH PRIVATE KEY-----\n";
    }
}
