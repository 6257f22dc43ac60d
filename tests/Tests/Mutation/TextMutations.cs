using System.Globalization;
using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Mutation;

/// <summary>
/// Feeds a reader mutilated texts, the same ones each time. Each must be read or refused by a
/// <see cref="SecretsKitException"/> that does not repeat a secret, at a cost in memory that follows the length of the text.
/// <c>SECRETSKIT_MUTATIONS</c> sets how many (tests/mutate).
/// </summary>
internal static class TextMutations
{
    private const int DefaultCount = 5_000;
    private const int Seed = 20_261_122;

    /// <summary>How many texts each reader gets.</summary>
    public static int Count =>
        int.TryParse(
            Environment.GetEnvironmentVariable("SECRETSKIT_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : DefaultCount;

    /// <param name="seeds">Texts that the reader takes.</param>
    /// <param name="tokens">Texts that matter to its grammar.</param>
    /// <param name="secret">What no message may hold, or empty.</param>
    /// <param name="maxBytes">Most bytes that one reading may allocate.</param>
    /// <param name="read">The reader.</param>
    public static void Run(IReadOnlyList<string> seeds, IReadOnlyList<string> tokens, string secret, long maxBytes, Action<byte[]> read)
    {
        // What the first reading alone pays for is none of the text's cost.
        read(Encoding.UTF8.GetBytes(seeds[0]));
        var random = new Random(Seed);
        var accepted = 0;
        for (var i = 0; i < Count; i++)
        {
            var text = Mutate(Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Count)]), tokens, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(text);
                accepted++;
            }
            catch (SecretsKitException e)
            {
                Assert.True(
                    secret.Length == 0 || !e.ToString().Contains(secret, StringComparison.Ordinal),
                    $"mutation {i} shows the secret: base64 {Convert.ToBase64String(text)}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"mutation {i}: {e.GetType().Name} on base64 {Convert.ToBase64String(text)}\n{e.StackTrace}");
            }

            var cost = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(cost <= maxBytes, $"mutation {i} allocates {cost} bytes: base64 {Convert.ToBase64String(text)}");
        }

        Assert.InRange(accepted, 1, Count);
    }

    private static byte[] Mutate(byte[] seed, IReadOnlyList<string> tokens, Random random)
    {
        var text = new List<byte>(seed);
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(text.Count + 1);
            var length = Math.Min(random.Next(1, 12), text.Count - at);
            switch (random.Next(5))
            {
                case 0 when at < text.Count:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text.RemoveRange(at, length);
                    break;
                case 2:
                    text.InsertRange(random.Next(text.Count + 1), text.GetRange(at, length));
                    break;
                case 3 when random.Next(4) == 0:
                    text.RemoveRange(at, text.Count - at);
                    break;
                default:
                    var repeated = random.Next(30) == 0 ? 300 : 1;
                    text.InsertRange(
                        at,
                        Enumerable.Repeat(Encoding.UTF8.GetBytes(tokens[random.Next(tokens.Count)]), repeated).SelectMany(token => token));
                    break;
            }
        }

        return [.. text];
    }
}
