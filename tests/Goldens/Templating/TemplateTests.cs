using System.Text;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Templating;

/// <summary>Templates render, and fail, byte for byte as in Helm 4 and, where it differs, Helm 3.</summary>
public sealed class TemplateTests
{
    public static IEnumerable<TheoryDataRow<string>> Rows => TemplateRow.All.Values.Where(TemplateRun.IsServed).Select(row => new TheoryDataRow<string>(row.Id));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_template_gives_what_helm_gives(string id) => await SopsRows.CheckAsync(TemplateRow.Gaps, id, () =>
    {
        var row = TemplateRow.All[id];
        var actual = TemplateRun.Execute(row);
        AssertSame(TemplateRow.Output(row.Json), TemplateRow.Error(row.Json), actual.Output, actual.Helm4);
        var helm3 = row.Has("helm3") ? row.Json.GetProperty("helm3") : row.Json;
        if (TemplateRow.Error(row.Json) is not null && TemplateRow.Error(helm3) is { } error)
        {
            Assert.Equal(error, actual.Helm3);
        }

        return Task.CompletedTask;
    });

    private static void AssertSame(byte[]? expected, string? expectedError, byte[]? actual, string? actualError)
    {
        Assert.Equal(expectedError, actualError);
        Assert.Equal(expected is null ? null : Encoding.Latin1.GetString(expected), actual is null ? null : Encoding.Latin1.GetString(actual));
    }
}
