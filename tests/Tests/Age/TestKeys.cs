using System.Text.Json;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Age;

/// <summary>The worthless keys that the golden data were made with.</summary>
internal static class TestKeys
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "sops", "keys");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    public static string Public(string name)
    {
        using var keys = JsonDocument.Parse(Read("keys.json"));
        return keys.RootElement.GetProperty(name).GetString()!;
    }
}
