using System.Text.Json;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

internal static class GoTextData
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "testdata", "gotext");

    public static IEnumerable<TheoryDataRow<string>> Rows(string file, Func<JsonElement, bool>? condition = null) =>
        GoldenRows.Names(Folder, file, condition).Select(name => new TheoryDataRow<string>(name));

    public static JsonElement Read(string name) => GoldenRows.Read(Folder, name);
}
