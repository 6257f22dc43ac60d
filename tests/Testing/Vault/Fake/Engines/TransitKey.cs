using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Engines;

/// <summary>A key of the transit engine. All types encrypt with AES and sign with a keyed hash: clients cannot tell.</summary>
internal sealed class TransitKey(string name, string type, DateTimeOffset created)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static readonly Dictionary<string, (bool Encrypts, bool Derives, bool Signs)> Types = new(StringComparer.Ordinal)
    {
        ["aes128-gcm96"] = (true, true, false),
        ["aes256-gcm96"] = (true, true, false),
        ["chacha20-poly1305"] = (true, true, false),
        ["xchacha20-poly1305"] = (true, true, false),
        ["ed25519"] = (false, true, true),
        ["ecdsa-p256"] = (false, false, true),
        ["ecdsa-p384"] = (false, false, true),
        ["ecdsa-p521"] = (false, false, true),
        ["rsa-2048"] = (true, false, true),
        ["rsa-3072"] = (true, false, true),
        ["rsa-4096"] = (true, false, true),
        ["hmac"] = (false, false, false),
    };

    private readonly List<(byte[] Secret, DateTimeOffset Created, string Public)> _versions = [Version(created)];

    public static bool IsType(string type) => Types.ContainsKey(type);

    public string Type => type;

    public bool Encrypts => Types[type].Encrypts;

    public bool Signs => Types[type].Signs;

    public int Latest => _versions.Count;

    public int MinDecryption { get; set; } = 1;

    public int MinEncryption { get; set; }

    public bool IsDerived { get; init; }

    public bool IsConvergent { get; init; }

    public bool IsExportable { get; set; }

    public bool AllowsDeletion { get; set; }

    public int KeySize { get; init; }

    public void Rotate(DateTimeOffset now) => _versions.Add(Version(now));

    public string Encrypt(byte[] plain, int version, byte[] context, byte[] associated)
    {
        var secret = Secret(version, context);
        var nonce = IsConvergent ? HMACSHA256.HashData(secret, plain)[..NonceBytes] : RandomNumberGenerator.GetBytes(NonceBytes);
        var output = new byte[NonceBytes + plain.Length + TagBytes];
        nonce.CopyTo(output, 0);
        using var cipher = new AesGcm(secret, TagBytes);
        cipher.Encrypt(nonce, plain, output.AsSpan(NonceBytes, plain.Length), output.AsSpan(NonceBytes + plain.Length), associated);
        return string.Create(CultureInfo.InvariantCulture, $"vault:v{version}:{Convert.ToBase64String(output)}");
    }

    public byte[] Decrypt(string ciphertext, byte[] context, byte[] associated)
    {
        var (version, bytes) = Parse(ciphertext);
        if (version < MinDecryption)
        {
            throw new VaultRefusal(400, "ciphertext or signature version is disallowed by policy (too old)");
        }

        if (version > Latest)
        {
            throw new VaultRefusal(400, "invalid ciphertext: version is too new");
        }

        if (bytes.Length < NonceBytes + TagBytes)
        {
            throw new VaultRefusal(400, "invalid ciphertext length");
        }

        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(Secret(version, context), TagBytes);
            cipher.Decrypt(
                bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length),
                plain, associated);
            return plain;
        }
        catch (CryptographicException)
        {
            throw new VaultRefusal(400, "cipher: message authentication failed");
        }
    }

    public string Sign(byte[] input) => string.Create(
        CultureInfo.InvariantCulture, $"vault:v{Latest}:{Convert.ToBase64String(HMACSHA256.HashData(Secret(Latest, []), input))}");

    public bool Verifies(byte[] input, string signature) => Sign(input) == signature;

    public JsonObject Describe()
    {
        var (encrypts, derives, signs) = Types[type];
        var data = new JsonObject
        {
            ["allow_plaintext_backup"] = false,
            ["auto_rotate_period"] = 0,
            ["deletion_allowed"] = AllowsDeletion,
            ["derived"] = IsDerived,
            ["exportable"] = IsExportable,
            ["imported_key"] = false,
            ["latest_version"] = Latest,
            ["min_available_version"] = 0,
            ["min_decryption_version"] = MinDecryption,
            ["min_encryption_version"] = MinEncryption,
            ["name"] = name,
            ["soft_deleted"] = false,
            ["supports_decryption"] = encrypts,
            ["supports_derivation"] = derives,
            ["supports_encryption"] = encrypts,
            ["supports_signing"] = signs,
            ["type"] = type,
        };
        if (type == "hmac")
        {
            data["key_size"] = KeySize;
            return data;
        }

        if (IsDerived)
        {
            data["kdf"] = "hkdf_sha256";
            data["convergent_encryption"] = IsConvergent;
            data["convergent_encryption_version"] = IsConvergent ? -1 : 0;
        }

        var keys = new JsonObject();
        for (var version = Math.Max(1, MinDecryption); version <= Latest; version++)
        {
            var (_, time, text) = _versions[version - 1];
            keys[version.ToString(CultureInfo.InvariantCulture)] = !signs ? time.ToUnixTimeSeconds() : new JsonObject
            {
                ["certificate_chain"] = "",
                ["creation_time"] = VaultTime.Text(time),
                ["name"] = type == "ecdsa-p256" ? "P-256" : type,
                ["public_key"] = text,
            };
        }

        data["keys"] = keys;
        return data;
    }

    private static (int Version, byte[] Bytes) Parse(string ciphertext)
    {
        var parts = ciphertext.Split(':', 3);
        if (parts is not ["vault", ['v', .. var number], var text] || !int.TryParse(number, CultureInfo.InvariantCulture, out var version))
        {
            throw new VaultRefusal(400, "invalid ciphertext: no prefix");
        }

        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) ? (version, buffer[..length])
            : throw new VaultRefusal(400, "invalid ciphertext: could not decode base64");
    }

    private static (byte[] Secret, DateTimeOffset Created, string Public) Version(DateTimeOffset now) =>
        (RandomNumberGenerator.GetBytes(32), now, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    private byte[] Secret(int version, byte[] context) => context.Length == 0 ? _versions[version - 1].Secret
        : HMACSHA256.HashData(_versions[version - 1].Secret, (byte[])[.. Encoding.UTF8.GetBytes("context"), .. context]);
}
