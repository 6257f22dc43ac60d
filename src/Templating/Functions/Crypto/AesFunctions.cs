using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Codecs;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Crypto;

/// <summary>AES-256 in CBC mode with the password's bytes as key, which nothing protects against changes (spec sprig.md 11).</summary>
internal static class AesFunctions
{
    private const int KeySize = 32;

    public static FunctionTable AddAes(this FunctionTable table) => table
        .Add("encryptAES", static (c, a) => Encrypt(c, a[0].StringBytes, a[1].StringBytes), P.String, P.String)
        .Add("decryptAES", static (_, a) => Decrypt(a[0].StringBytes, a[1].StringBytes), P.String, P.String);

    private static Value Encrypt(CallContext context, ReadOnlySpan<byte> password, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return Value.EmptyString;
        }

        var padding = AesModes.BlockSize - (text.Length % AesModes.BlockSize);
        var padded = new byte[text.Length + padding];
        text.CopyTo(padded);
        padded.AsSpan(text.Length).Fill((byte)padding);
        var output = new byte[AesModes.BlockSize + padded.Length];
        var initialValue = output.AsSpan(0, AesModes.BlockSize);
        context.Random(initialValue);
        AesModes.EncryptCbc(Key(password), initialValue, padded, output.AsSpan(AesModes.BlockSize));
        CryptographicOperations.ZeroMemory(padded);
        return Value.Of(Base64Text.Encode(output));
    }

    private static Value Decrypt(ReadOnlySpan<byte> password, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return Value.EmptyString;
        }

        var input = Base64Text.Decode(text, out var at) ?? throw new FunctionException($"illegal base64 data at input byte {at}");
        if (input.Length < AesModes.BlockSize)
        {
            throw new FunctionException(
                $"runtime error: slice bounds out of range [:{AesModes.BlockSize}] with capacity {text.Length / 4 * 3}");
        }

        var output = new byte[input.Length - AesModes.BlockSize];
        if (output.Length % AesModes.BlockSize != 0)
        {
            throw new FunctionException("crypto/cipher: input not full blocks");
        }

        if (output.Length == 0)
        {
            throw new FunctionException("runtime error: index out of range [-1]");
        }

        AesModes.DecryptCbc(Key(password), input.AsSpan(0, AesModes.BlockSize), input.AsSpan(AesModes.BlockSize), output);
        var length = output.Length - output[^1];
        return length < 0
            ? throw new FunctionException($"runtime error: slice bounds out of range [:{length}]")
            : Value.Of(output.AsSpan(0, length));
    }

    // Cut or filled up with zeros.
    private static byte[] Key(ReadOnlySpan<byte> password)
    {
        var key = new byte[KeySize];
        password[..Math.Min(password.Length, KeySize)].CopyTo(key);
        return key;
    }
}
