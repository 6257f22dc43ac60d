using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;

namespace SecretsKit.Tests.Documents;

/// <summary>
/// Feeds a codec mutilated documents. Each must be read or refused with a <see cref="DocumentException"/> that does not repeat a
/// value, at a cost in memory that follows the size of the text; what was read must be written or refused.
/// </summary>
internal static class Mutations
{
    /// <summary>Stands in every seed as a value; no message may contain it.</summary>
    public const string Canary = "c4n4ry-5ecret";

    private const int DefaultCount = 5_000;
    private const int Seed = 20_260_102;

    // Reading makes nodes, lists and copies of strings; nothing in it may grow faster than the text.
    private const long BytesPerByte = 600;
    private const long FixedBytes = 200_000;

    private static int Count =>
        int.TryParse(
            Environment.GetEnvironmentVariable("SECRETSKIT_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : DefaultCount;

    /// <param name="codec">What is tested.</param>
    /// <param name="seeds">Documents that it reads.</param>
    /// <param name="tokens">Texts that matter to its grammar.</param>
    /// <param name="check">Called with each tree that was read and the bytes it was written as.</param>
    public static void Run(DocumentCodec codec, string[] seeds, string[] tokens, Action<DocumentTree, byte[]> check)
    {
        var random = new Random(Seed);
        var read = 0;
        for (var i = 0; i < Count; i++)
        {
            var text = Mutate(Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]), tokens, random);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var tree = codec.Read(text, DocumentLimits.Default);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, FixedBytes + (BytesPerByte * text.Length));
                read++;
                check(tree, codec.WriteBytes(tree));
            }
            catch (DocumentException e)
            {
                Assert.DoesNotContain(Canary, e.ToString(), StringComparison.Ordinal);
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"mutation {i}: {e.GetType().Name} on base64 {System.Convert.ToBase64String(text)}\n{e.StackTrace}");
            }
        }

        Assert.InRange(read, Count / 20, Count - 1);
    }

    private static byte[] Mutate(byte[] text, string[] tokens, Random random)
    {
        var bytes = new List<byte>(text);
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : 0);
                    break;
                case 4:
                    bytes.InsertRange(
                        at,
                        Enumerable.Repeat(Encoding.UTF8.GetBytes(tokens[random.Next(tokens.Length)]), random.Next(30) == 0 ? 500 : 1)
                            .SelectMany(token => token));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(tokens[random.Next(tokens.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
