using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema;

/// <summary>
/// What values schemas may refer to besides themselves: nothing. A chart must not make us ask the network or read files elsewhere, so such
/// references are refused. Helm 4 takes unresolved <c>urn:</c> names for schemas that accept all (spec helm.md 2.6).
/// </summary>
internal sealed class ChartSchemaResolver(HelmGeneration generation) : ISchemaResolver
{
    public SchemaSource Find(string url) => SchemaUrl.Scheme(url) switch
    {
        "urn" when generation == HelmGeneration.V4 => SchemaSource.Permissive,
        "http" or "https" => SchemaSource.Refused("schemas are not fetched from the network; copy it into values.schema.json under definitions"),

        // As if the chart's file were alone in the world, whatever lies at that path on this machine.
        "file" => SchemaSource.Refused($"open {PathOf(url)}: no such file or directory"),
        _ => SchemaSource.Refused($"no URLLoader registered for {GoQuote.Format(url)}"),
    };

    private static string PathOf(string url)
    {
        var path = url["file:".Length..];
        return path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
    }
}
