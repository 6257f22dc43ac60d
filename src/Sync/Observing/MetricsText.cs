using System.Buffers;
using System.Globalization;
using System.Text;

namespace SecretsKit.Sync.Observing;

/// <summary>
/// Writes the text format of Prometheus (version 0.0.4). Series of objects are written from what the agent knows of them, when they are
/// asked for: a library that keeps an object for each series takes more memory for them than the rest of the agent does.
/// </summary>
public sealed class MetricsText : MetricsWriter
{
    // Below the size from which arrays are on a heap of their own, which is compacted seldom.
    private const int PartBytes = 32 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private ArrayBufferWriter<byte> _text = new(PartBytes);
    private readonly byte[] _buffer = new byte[64];

    /// <summary>The media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <inheritdoc/>
    public override MetricsText Begin(string name, string type, string help)
    {
        Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");
        return this;
    }

    /// <inheritdoc/>
    public override MetricsText Add(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        Append(name);
        for (var at = 0; at < labels.Length; at++)
        {
            _text.Write([(byte)(at == 0 ? '{' : ',')]);
            Append(labels[at].Name);
            _text.Write("=\""u8);
            Append(Escaped(labels[at].Value));
            _text.Write([(byte)'"']);
        }

        _text.Write(labels.Length > 0 ? "} "u8 : " "u8);
        value.TryFormat(_buffer, out var length, provider: CultureInfo.InvariantCulture);
        _text.Write(_buffer.AsSpan(0, length));
        _text.Write([(byte)'\n']);
        if (_text.FreeCapacity < PartBytes / 8)
        {
            _full.Add(_text.WrittenMemory);
            _text = new(PartBytes);
        }

        return this;
    }

    /// <inheritdoc/>
    public override MetricsText AddHistogram(
        string name, ReadOnlySpan<double> bounds, ReadOnlySpan<long> cumulative, double sum,
        params ReadOnlySpan<(string Name, string Value)> labels)
    {
        for (var at = 0; at < cumulative.Length; at++)
        {
            var bound = at < bounds.Length ? bounds[at].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Add(name + "_bucket", cumulative[at], [.. labels, ("le", bound)]);
        }

        return Add(name + "_sum", sum, labels).Add(name + "_count", cumulative[^1], labels);
    }

    /// <summary>The text in parts. Nothing can be written any more.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ToParts() => [.. _full, _text.WrittenMemory];

    private void Append(string text)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (Encoding.UTF8.TryGetBytes(text, bytes, out var length))
        {
            _text.Write(bytes[..length]);
        }
        else
        {
            _text.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static string Escaped(string value) => value.AsSpan().ContainsAny('\\', '"', '\n')
        ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
        : value;
}
