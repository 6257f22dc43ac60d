using System.Text;
using System.Text.Json;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Templating;

/// <summary>Templates render, and fail, byte for byte as in Helm 4 and, where it differs, Helm 3.</summary>
public sealed class TemplateTests
{
    public static IEnumerable<TheoryDataRow<string>> Rows =>
        TemplateRow.All.Values.Where(TemplateRun.IsServed).Select(row => new TheoryDataRow<string>(row.Id));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_template_gives_what_helm_gives(string id) => await SopsRows.CheckAsync(TemplateRow.Gaps, id, () =>
    {
        var row = TemplateRow.All[id];
        AssertSame(row.Json, TemplateRun.Execute(row, helm3: false));
        AssertSame(row.Has("helm3") ? row.Json.GetProperty("helm3") : row.Json, TemplateRun.Execute(row, helm3: true));
        return Task.CompletedTask;
    });

    private static void AssertSame(JsonElement results, TemplateOutcome actual)
    {
        Assert.Equal(TemplateRow.Error(results), actual.Error);
        Assert.Equal(Text(TemplateRow.Output(results)), Text(actual.Output));
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.Latin1.GetString(bytes);
}
