using System.Diagnostics;

namespace SecretsKit.Agent.Telemetry;

/// <summary>A span that waits to be sent, as it is sent.</summary>
/// <param name="Scope">Which part of the program it comes from.</param>
/// <param name="Content">The message.</param>
internal readonly record struct EncodedSpan(string Scope, byte[] Content);

/// <summary>Makes messages of spans (opentelemetry-proto 1.x: trace.proto, trace_service.proto).</summary>
internal static class SpanEncoding
{
    private const uint Sampled = 1;

    /// <summary>A span that has ended.</summary>
    public static EncodedSpan Encode(Activity span)
    {
        var message = new OtlpMessage();
        AddId(message, span.TraceId, span.SpanId);
        if (span.ParentSpanId != default)
        {
            Span<byte> parent = stackalloc byte[8];
            span.ParentSpanId.CopyTo(parent);
            message.Bytes(4, parent);
        }

        message.Text(5, OtlpParts.Limited(span.DisplayName));
        message.Number(6, (ulong)span.Kind + 1);
        message.Fixed(7, OtlpParts.Nanoseconds(span.StartTimeUtc));
        message.Fixed(8, OtlpParts.Nanoseconds(span.StartTimeUtc + span.Duration));
        foreach (var (name, value) in span.EnumerateTagObjects())
        {
            message.Attribute(9, name, value);
        }

        foreach (var link in span.EnumerateLinks())
        {
            var mark = message.Begin(13);
            AddId(message, link.Context.TraceId, link.Context.SpanId);
            message.Short(6, Sampled);
            message.End(mark);
        }

        if (span.Status != ActivityStatusCode.Unset)
        {
            var status = message.Begin(15);
            message.Text(2, OtlpParts.Limited(span.StatusDescription ?? ""));
            message.Number(3, (ulong)span.Status);
            message.End(status);
        }

        message.Short(16, Sampled);
        return new(span.Source.Name, message.Written.ToArray());
    }

    /// <summary>A request with spans.</summary>
    public static ReadOnlyMemory<byte> Request(IReadOnlyList<EncodedSpan> spans, IReadOnlyDictionary<string, string> resource)
    {
        var message = new OtlpMessage();
        var all = message.Begin(1);
        message.Resource(resource);
        foreach (var scope in spans.GroupBy(span => span.Scope))
        {
            var part = message.Begin(2);
            message.Scope(scope.Key);
            foreach (var span in scope)
            {
                message.Bytes(2, span.Content);
            }

            message.End(part);
        }

        message.End(all);
        return message.Written;
    }

    // Identifiers fill what they are copied to.
    private static void AddId(OtlpMessage message, ActivityTraceId trace, ActivitySpanId span)
    {
        Span<byte> id = stackalloc byte[16];
        trace.CopyTo(id);
        message.Bytes(1, id);
        span.CopyTo(id[..8]);
        message.Bytes(2, id[..8]);
    }
}
