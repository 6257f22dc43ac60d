using System.Security.Cryptography;
using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Charts.Schema;

/// <summary>Charts with schemas, rendered: accepted or refused in the very words of Helm.</summary>
public sealed class ReferenceTests
{
    public static IEnumerable<TheoryDataRow<string>> Rows => ReferenceRow.Ids.Select(id => new TheoryDataRow<string>(id));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_chart_is_accepted_or_refused_as_by_helm(string id) =>
        await SopsRows.CheckAsync(ReferenceRow.Gaps, id, () => CheckAsync(ReferenceRow.Get(id)));

    private static Task CheckAsync(ReferenceRow row)
    {
        var message = Render(row);
        if (row.IsUnordered)
        {
            Assert.Equal(MessageTree.Sort(row.Message), MessageTree.Sort(message));
        }
        else
        {
            Assert.Equal(row.Message, message);
        }

        return Task.CompletedTask;
    }

    private static string? Render(ReferenceRow row)
    {
        try
        {
            var chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadFiles(
            [
                new("Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n"u8.ToArray()),
                new("values.yaml", row.Values),
                new("values.schema.json", row.Schema),
                new("templates/t.yaml", "a: b\n"u8.ToArray()),
            ]);
            var request = new RenderRequest
            {
                Chart = chart,
                Values = new MapValue(),
                ReleaseName = "r",
                Namespace = "default",
                Clock = TimeProvider.System,
                Random = RandomNumberGenerator.Fill,
            };
            _ = new ChartRenderer(HelmGeneration.V4).RenderFiles(request, TestContext.Current.CancellationToken);
            return null;
        }
        catch (ChartException failure)
        {
            return failure.Message.TrimEnd('\n');
        }
    }
}
