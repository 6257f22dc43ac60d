using System.Security.Cryptography;
using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;

namespace SecretsKit.Tests.Charts.Dependencies;

/// <summary>Which value wins where several subcharts, and the chart itself, give one under the same key.</summary>
public sealed class ImportedValuesTests : IDisposable
{
    private const string Both =
        "dependencies:\n- {name: first, version: '*', import-values: [data]}\n- {name: second, version: '*', import-values: [data]}\n";

    private const string Reversed =
        "dependencies:\n- {name: second, version: '*', import-values: [data]}\n- {name: first, version: '*', import-values: [data]}\n";

    private const string Renamed = "dependencies:\n- {name: first, version: '*', import-values: [{child: exports.data, parent: .}]}\n"
        + "- {name: second, version: '*', import-values: [{child: exports.data, parent: .}]}\n";

    private const string OneTwice =
        "dependencies:\n- name: first\n  version: '*'\n  import-values: [{child: exports.more, parent: .}, data]\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("imported-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Both, "", "first")]
    [InlineData(Reversed, "", "second")]
    [InlineData(Renamed, "", "first")]
    [InlineData(OneTwice, "", "more")]
    [InlineData(Both, "key: parent\n", "parent")]
    public void The_chart_itself_wins_and_then_the_first_declaration(string dependencies, string values, string expected)
    {
        Write("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n" + dependencies);
        Write("values.yaml", values);
        Write("templates/a.yaml", "kind: ConfigMap\nkey: {{ .Values.key }}\nmap: {{ toJson .Values.map }}\n");
        foreach (var name in (string[])["first", "second"])
        {
            Write($"charts/{name}/Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: 1.0.0\n");
            Write(
                $"charts/{name}/values.yaml", $"exports:\n  data: {{key: {name}, map: {{{name}: 1}}}}\n  more: {{key: more, map: {{}}}}\n");
        }

        var tables = expected is "more" ? "{\"first\":1}" : "{\"first\":1,\"second\":1}";
        Assert.Equal($"kind: ConfigMap\nkey: {expected}\nmap: {tables}\n", Render());
    }

    private string Render()
    {
        var request = new RenderRequest
        {
            Chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).Load(_folder),
            Values = new MapValue(),
            ReleaseName = "r",
            Namespace = "default",
            Clock = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
        };
        var rendered = new ChartRenderer(HelmGeneration.V4).Render(request, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(rendered.Files["shop/templates/a.yaml"]);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
