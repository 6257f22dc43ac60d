using System.Buffers.Text;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Releases.Records.Format;

namespace SecretsKit.Releases.Records.Model;

/// <summary>
/// The chart that a record carries: subcharts are not in it, their defaults are among its values (spec helm.md 6.2). Never changed; its
/// values and files may be secret, which its text does not show.
/// </summary>
public sealed class ReleaseChart
{
    internal ReleaseChart(MapValue fields) => Fields = fields;

    /// <summary>Its name, or the empty text.</summary>
    public string Name => RecordTree.Text(Metadata, "name");

    /// <summary>Its version.</summary>
    public string Version => RecordTree.Text(Metadata, "version");

    /// <summary>The version of the application inside.</summary>
    public string AppVersion => RecordTree.Text(Metadata, "appVersion");

    /// <summary>Chart.yaml with the names and the state of its dependencies, as a tree.</summary>
    public MapValue Metadata => Fields[new("metadata")].AsMap ?? new();

    /// <summary>Chart.lock as a tree; null where there is none.</summary>
    public MapValue? Lock => Fields[new("lock")].AsMap;

    /// <summary>
    /// The default values, with those of subcharts under their names; null where there are none. Copied before anyone changes them.
    /// </summary>
    public MapValue? Values => Fields[new("values")].AsMap;

    /// <summary>The text of values.schema.json; null where there is none.</summary>
    public byte[]? Schema => Decode(Fields[new("schema")]);

    /// <summary>Everything under templates/.</summary>
    public IReadOnlyList<ChartFile> Templates => Files("templates");

    /// <summary>The other files.</summary>
    public IReadOnlyList<ChartFile> OtherFiles => Files("files");

    internal MapValue Fields { get; }

    /// <summary>The chart of a rendering.</summary>
    /// <param name="chart">With the subcharts that took part. Its values are lent: copy them before a change.</param>
    /// <param name="generation">The fourth notes when files were changed, as far as that is known.</param>
    public static ReleaseChart Of(ResolvedChart chart, HelmGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var fields = new MapValue();
        fields.Set(new("metadata"), Value.Of(MetadataTree.Of(chart.Metadata)));
        fields.Set(new("lock"), chart.Source.Lock is { } text ? KubernetesYaml.Read(text, KubernetesYamlOptions.Chart) : Value.Nil);
        fields.Set(new("templates"), Encode(chart.Source.Templates, generation));
        fields.Set(new("values"), chart.Values is null ? Value.Nil : Value.Of(chart.Values));
        fields.Set(new("schema"), chart.Source.Schema is { } schema ? Encode(schema) : Value.Nil);
        fields.Set(new("files"), Encode(chart.Source.Files, generation));
        SetTime(fields, "modtime", chart.Source.Raw.FirstOrDefault(file => file.Name == "Chart.yaml"), generation);
        SetTime(fields, "schemamodtime", chart.Source.Raw.FirstOrDefault(file => file.Name == "values.schema.json"), generation);
        return new(fields);
    }

    /// <summary>Name and version.</summary>
    public override string ToString() => $"ReleaseChart({Name}-{Version})";

    private List<ChartFile> Files(string key) =>
        [.. RecordTree.Objects(Fields, key).Select(file => new ChartFile(RecordTree.Text(file, "name"), Decode(file[new("data")]) ?? [])
        {
            Modified = RecordTree.Time(file, "modtime"),
        })];

    private static void SetTime(MapValue fields, string key, ChartFile? file, HelmGeneration generation)
    {
        if (generation == HelmGeneration.V4 && file?.Modified is { } time)
        {
            fields.Set(new(key), RecordTree.OfTime(time));
        }
    }

    private static Value Encode(IReadOnlyList<ChartFile> files, HelmGeneration generation) =>
        files.Count == 0 ? Value.Nil : Value.Of(new ListValue([.. files.Select(file => Encode(file, generation))]));

    private static Value Encode(ChartFile file, HelmGeneration generation)
    {
        var fields = new MapValue();
        fields.Set(new("name"), Value.Of(file.Name));
        fields.Set(new("data"), Encode(file.Data));
        SetTime(fields, "modtime", file, generation);
        return Value.Of(fields);
    }

    private static Value Encode(byte[] data)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(data.Length)];
        Base64.EncodeToUtf8(data, text, out _, out _);
        return Value.Of(text);
    }

    // The text was checked when the record was read.
    private static byte[]? Decode(Value text)
    {
        if (!text.IsString)
        {
            return null;
        }

        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(text.StringBytes.Length)];
        Base64.DecodeFromUtf8(text.StringBytes, data, out _, out var length);
        return data[..length];
    }
}
