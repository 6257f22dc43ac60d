using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Goldens.Sops;
using SecretsKit.Templating;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Goldens.Templating;

/// <summary>Templates of ExternalSecrets that use nothing but what charts have, too: the same engine in another program.</summary>
public sealed class SecretTemplateTests
{
    private const string Area = "eso";

    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps(Area);
    private static readonly FunctionTable Table = Functions();

    public static IEnumerable<TheoryDataRow<string>> Rows =>
        Directory.EnumerateFiles(Path.Combine(SopsRows.Folder(Area), "cases"), "tpl-*.json")
        .Order(StringComparer.Ordinal)
        .SelectMany(
            file =>
                Template(Read(file)).Select(entry => new TheoryDataRow<string>($"{Path.GetFileNameWithoutExtension(file)}/{entry.Key}")));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_key_is_rendered_so(string id) => await SopsRows.CheckAsync(Gaps, id, () => Check(id));

    private static Task Check(string id)
    {
        var (name, key) = (id.Split('/')[0], id.Split('/')[1]);
        var row = Read(Path.Combine(SopsRows.Folder(Area), "cases", name + ".json"));
        var set = new TemplateSet(key, Table);
        byte[] text;
        try
        {
            set.Parse(key, Encoding.UTF8.GetBytes(Template(row)[key]!.GetValue<string>()));
            text = set.Execute(
                key,
                Value.Of(Data(row)),
                new() { Clock = TimeProvider.System, Random = RandomNumberGenerator.Fill },
                TestContext.Current.CancellationToken);
        }
        catch (TemplateException failure)
        {
            text = Encoding.UTF8.GetBytes(failure.Message);
        }

        var secret = row["expected"]!["final"]!["secrets"]!.AsArray()
            .Single(secret => secret!["metadata"]?["name"]?.GetValue<string>() == "es" || secret["name"]?.GetValue<string>() == "es")!;
        Assert.Equal(secret["data"]![key]!.GetValue<string>(), Encoding.UTF8.GetString(text));
        return Task.CompletedTask;
    }

    private static FunctionTable Functions()
    {
        var table = ChartFunctions.ForText(HelmGeneration.V4);
        YamlFunctions.AddTo(table, withMustToYaml: true);
        return table;
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(file))!;

    private static JsonNode ExternalSecret(JsonNode row) => row["steps"]!.AsArray()
        .Where(step => step!["op"]!.GetValue<string>() == "create")
        .SelectMany(step => step!["objects"]!.AsArray())
        .Single(made => made!["kind"]!.GetValue<string>() == "ExternalSecret")!;

    private static JsonObject Template(JsonNode row) => ExternalSecret(row)["spec"]!["target"]!["template"]!["data"]!.AsObject();

    // What the store holds, by the keys that the ExternalSecret gives to it.
    private static MapValue Data(JsonNode row)
    {
        var held = row["objects_before"]!.AsArray()
            .Where(made => made!["stringData"] is not null)
            .ToDictionary(made => made!["metadata"]!["name"]!.GetValue<string>(), made => made!["stringData"]!);
        var data = new MapValue(GoType.StringMap);
        foreach (var entry in ExternalSecret(row)["spec"]!["data"]!.AsArray())
        {
            var place = entry!["remoteRef"]!;
            data.Set(
                new(entry["secretKey"]!.GetValue<string>()),
                Value.Of(held[place["key"]!.GetValue<string>()][place["property"]!.GetValue<string>()]!.GetValue<string>()));
        }

        return data;
    }
}
