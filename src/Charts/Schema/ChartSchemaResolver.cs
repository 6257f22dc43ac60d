using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema;

/// <summary>
/// What values schemas may refer to besides themselves: what the caller fetches for http and https, if anything. A chart must not make us
/// read files elsewhere, so such references are refused. Helm 4 takes unresolved <c>urn:</c> names
/// for schemas that accept all (spec helm.md
/// 2.6).
/// </summary>
internal sealed class ChartSchemaResolver(HelmGeneration generation, Func<string, SchemaSource>? fetch) : ISchemaResolver
{
    public SchemaSource Find(string url)
    {
        if (!GoUrl.TryParse(Encoding.UTF8.GetBytes(url), out var parsed, out var error))
        {
            return SchemaSource.Refused(error);
        }

        return Encoding.UTF8.GetString(parsed.Scheme) switch
        {
            "http" or "https" when fetch is not null => fetch(url),
            "urn" when generation == HelmGeneration.V4 => SchemaSource.Permissive,
            "http" or "https" => SchemaSource.Refused("schemas are not fetched here; copy it into values.schema.json under definitions"),

            // As if the chart's file were alone in the world, whatever is at that path on this machine.
            "file" => SchemaSource.Refused($"open {Encoding.UTF8.GetString(parsed.Path)}: no such file or directory"),
            _ => SchemaSource.Refused($"no URLLoader registered for {GoQuote.Format(parsed.ToBytes(), GoQuoteStyle.Quote)}"),
        };
    }
}
