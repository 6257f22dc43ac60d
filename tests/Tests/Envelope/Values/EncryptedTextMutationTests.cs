using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Envelope.Values;

public sealed class EncryptedTextMutationTests
{
    private const string Plaintext = "c4n4ry-5ecret";

    private static readonly string[] Tokens = ["ENC[", "AES256_GCM", ",data:", ",iv:", ",tag:", ",type:", "]", "=", "==", "\r", "\n", " ",
        "int", "float", "bool", "time", "comment", "bytes", "AAAA"];

    private static int Count =>
        int.TryParse(
            Environment.GetEnvironmentVariable("SECRETSKIT_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 5_000;

    [Fact]
    public void A_mutilated_ciphertext_yields_the_plaintext_or_an_error_that_does_not_repeat_it()
    {
        using var key = new DataKey(new byte[32]);
        using var cipher = new ValueCipher(key, span => span.Fill(0x35));
        var seed = cipher.Encrypt(new StringNode(new(Plaintext)), "path:"u8).Span.ToArray();
        var random = new Random(20_260_102);
        var read = 0;
        for (var i = 0; i < Count; i++)
        {
            var text = Mutate(seed, random);
            try
            {
                var leaf = cipher.Decrypt(new ByteString(text.AsMemory()), "path:"u8);
                // The type is not authenticated, all else is: only the three types that any text fits can come out, or the empty text.
                Assert.Equal(text.Length == 0 ? "" : Plaintext, Leaves.Describe(leaf).Value);
                read++;
            }
            catch (SecretsKitException e)
            {
                Assert.Equal(ErrorCode.DecryptFailed, e.Code);
                Assert.DoesNotContain(Plaintext, e.ToString(), StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 1, Count - 1);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var text = seed.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Count + 1);
            switch (random.Next(4))
            {
                case 0:
                    text.RemoveRange(at, Math.Min(random.Next(1, 12), text.Count - at));
                    break;
                case 1:
                    text.InsertRange(at, Encoding.ASCII.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 2 when at < text.Count:
                    text[at] = (byte)random.Next(256);
                    break;
                default:
                    text.InsertRange(at, text.Skip(random.Next(text.Count)).Take(random.Next(12)).ToArray());
                    break;
            }
        }

        return [.. text];
    }
}
