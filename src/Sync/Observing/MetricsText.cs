using System.Globalization;
using System.Text;

namespace SecretsKit.Sync.Observing;

/// <summary>
/// Writes the text format of Prometheus (version 0.0.4). Series of objects are written from what the agent knows of them, when they are
/// asked for: a library that keeps an object for each series takes more memory for them than the rest of the agent does.
/// </summary>
public sealed class MetricsText
{
    private readonly StringBuilder _text = new();

    /// <summary>The media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Begins a metric.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
    /// <param name="help">What it is.</param>
    public MetricsText Begin(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <summary>Writes a value.</summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="value">The value.</param>
    /// <param name="labels">Names and values, in the order in which they are written.</param>
    public MetricsText Add(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var at = 0; at < labels.Length; at++)
        {
            _text.Append(at == 0 ? '{' : ',').Append(labels[at].Name).Append("=\"");
            Escape(labels[at].Value);
            _text.Append('"');
        }

        _text.Append(labels.Length > 0 ? "} " : " ").Append(Number(value)).Append('\n');
        return this;
    }

    /// <summary>The text.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    internal void Add(string name, Histogram histogram, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var (counts, sum) = histogram.Read();
        for (var at = 0; at < counts.Length; at++)
        {
            var bound = at < histogram.Bounds.Length ? Number(histogram.Bounds[at]) : "+Inf";
            Add(name + "_bucket", counts[at], [.. labels, ("le", bound)]);
        }

        Add(name + "_sum", sum, labels);
        Add(name + "_count", counts[^1], labels);
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private void Escape(string value)
    {
        foreach (var one in value)
        {
            _ = one switch
            {
                '\\' => _text.Append("\\\\"),
                '"' => _text.Append("\\\""),
                '\n' => _text.Append("\\n"),
                _ => _text.Append(one),
            };
        }
    }
}
