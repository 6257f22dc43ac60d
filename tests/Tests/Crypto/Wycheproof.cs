using System.Text.Json;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Crypto;

/// <summary>Reads the Wycheproof vectors in place.</summary>
internal static class Wycheproof
{
    /// <summary>Runs a check on each case; says so and returns when the vectors are not there.</summary>
    public static void Run(string file, Action<JsonElement, JsonElement> check)
    {
        if (Checkout.Vectors is not { } folder)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("not run: SECRETSKIT_VECTORS names no folder");
            return;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "wycheproof", file)));
        var seen = 0;
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                try
                {
                    check(group, test);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"{file} tcId {test.GetProperty("tcId")}", e);
                }

                seen++;
            }
        }

        Assert.Equal(document.RootElement.GetProperty("numberOfTests").GetInt32(), seen);
    }

    public static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static bool Flagged(this JsonElement test, string flag) =>
        test.GetProperty("flags").EnumerateArray().Any(f => f.GetString() == flag);
}
