using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Crypto;

/// <summary>Password hashes and derived passwords (spec sprig.md 11).</summary>
internal static class PasswordFunctions
{
    private const int Cost = 10;
    private const int LogScryptCost = 15;
    private const int ScryptParallelism = 2;

    private static readonly P Counter = new(GoType.Uint32);

    private static ReadOnlySpan<byte> Scope => "com.lyndir.masterpassword"u8;

    public static FunctionTable AddPasswords(this FunctionTable table) => table
        .Add("bcrypt", static (c, a) => Value.Of(Hash(c, a[0].StringBytes)), P.String)
        .Add("htpasswd", static (c, a) => HtPasswd(c, a[0].StringBytes, a[1].StringBytes), P.String, P.String)
        .Add("derivePassword", static (c, a) => Derive(c, a), Counter, P.String, P.String, P.String, P.String);

    private static string Hash(CallContext context, ReadOnlySpan<byte> password)
    {
        if (password.Length > Bcrypt.MaxPassword)
        {
            return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
        }

        context.Spend(CryptoCosts.Bcrypt);
        Span<byte> salt = stackalloc byte[Bcrypt.SaltSize];
        context.Random(salt);
        return Bcrypt.Hash(password, salt, Cost);
    }

    private static Value HtPasswd(CallContext context, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password) => user.Contains((byte)':')
        ? Value.Of([.. "invalid username: "u8, .. user])
        : Value.Of([.. user, .. ":"u8, .. Encoding.ASCII.GetBytes(Hash(context, password))]);

    private static Value Derive(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var type = Encoding.UTF8.GetString(arguments[1].StringBytes);
        if (PasswordTemplates.Find(type) is not { } templates)
        {
            return Value.Of($"cannot find password template {type}");
        }

        context.Spend(CryptoCosts.Scrypt);
        var user = arguments[3].StringBytes;
        var site = arguments[4].StringBytes;
        Span<byte> key = stackalloc byte[64];
        Span<byte> seed = stackalloc byte[HmacSha256.Size];
        Scrypt.DeriveKey(arguments[2].StringBytes, [.. Scope, .. Number(user.Length), .. user], LogScryptCost, ScryptParallelism, key);
        HmacSha256.Compute(key, [.. Scope, .. Number(site.Length), .. site, .. Number((uint)arguments[0].Bits)], seed);
        var template = templates[seed[0] % templates.Length];
        var password = new byte[template.Length];
        for (var i = 0; i < password.Length; i++)
        {
            var characters = PasswordTemplates.Characters(template[i]);
            password[i] = (byte)characters[seed[i + 1] % characters.Length];
        }

        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(seed);
        return Value.Of(password);
    }

    private static byte[] Number(long number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)number);
        return bytes;
    }
}
