using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SecretsKit.Agent.Settings;
using SecretsKit.Core.Display;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent.Logging;

/// <summary>
/// Writes messages, one a line: as JSON with the fields that zap has (<c>level</c>, <c>ts</c>, <c>msg</c>), or as text. Safe on all
/// threads.
/// </summary>
/// <param name="output">Gets the lines. Lent.</param>
/// <param name="settings">How.</param>
/// <param name="clock">When.</param>
internal sealed class StructuredLog(Stream output, LogSettings settings, TimeProvider clock) : IAgentLog
{
    // SIGUSR1 on Linux; .NET has no name for it.
    private const PosixSignal SwitchSignal = (PosixSignal)10;

    private readonly Lock _lock = new();
    private volatile LogLevel _level = settings.Level;

    /// <summary>The least level that is written; it may be changed at any time.</summary>
    public LogLevel Level
    {
        get => _level;
        set => _level = value;
    }

    /// <inheritdoc/>
    public bool IsOn(LogLevel level) => level >= _level;

    /// <inheritdoc/>
    public void Write(LogLevel level, string message, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        if (!IsOn(level))
        {
            return;
        }

        var line = new ArrayBufferWriter<byte>();
        if (settings.IsJson)
        {
            WriteJson(line, level, message, fields);
        }
        else
        {
            WriteText(line, level, message, fields);
        }

        line.Write("\n"u8);
        lock (_lock)
        {
            output.Write(line.WrittenSpan);
        }
    }

    /// <summary>From now on SIGUSR1 switches between debug and the level of the settings. Nothing on Windows.</summary>
    public IDisposable? SwitchOnSignal() => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(SwitchSignal, context =>
    {
        context.Cancel = true;
        Level = Level == LogLevel.Debug && settings.Level != LogLevel.Debug ? settings.Level : LogLevel.Debug;
        Write(LogLevel.Error, "log level changed", ("to", NameOf(Level)));
    });

    /// <summary>A level's name.</summary>
    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Debug => "debug",
        LogLevel.Info => "info",
        LogLevel.Warn => "warn",
        _ => "error",
    };

    private void WriteJson(ArrayBufferWriter<byte> line, LogLevel level, string message, ReadOnlySpan<(string Name, string Value)> fields)
    {
        using var json = new Utf8JsonWriter(line);
        json.WriteStartObject();
        json.WriteString("level", NameOf(level));
        var now = clock.GetUtcNow();
        var since = now - DateTimeOffset.UnixEpoch;
        switch (settings.TimeFormat)
        {
            case "epoch":
                json.WriteNumber("ts", since.TotalSeconds);
                break;
            case "millis":
                json.WriteNumber("ts", since.TotalMilliseconds);
                break;
            case "nano":
                json.WriteNumber("ts", since.Ticks * 100);
                break;
            default:
                json.WriteString("ts", TimeText(now));
                break;
        }

        json.WriteString("msg", message);
        foreach (var (name, value) in fields)
        {
            json.WriteString(name, value);
        }

        if (Traced is { } span)
        {
            json.WriteString("trace_id", span.TraceId.ToHexString());
            json.WriteString("span_id", span.SpanId.ToHexString());
        }

        json.WriteEndObject();
    }

    private void WriteText(IBufferWriter<byte> line, LogLevel level, string message, ReadOnlySpan<(string Name, string Value)> fields)
    {
        var text = new StringBuilder($"{TimeText(clock.GetUtcNow())} {NameOf(level).ToUpperInvariant()} {message}");
        foreach (var (name, value) in fields)
        {
            text.Append(' ').Append(name).Append('=').Append(DisplayText.Field(value));
        }

        if (Traced is { } span)
        {
            text.Append(" trace_id=").Append(span.TraceId.ToHexString()).Append(" span_id=").Append(span.SpanId.ToHexString());
        }

        line.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    // What a message is a part of, if that is traced.
    private static Activity? Traced => Activity.Current is { Recorded: true, IsStopped: false } span ? span : null;

    private string TimeText(DateTimeOffset now) => now.UtcDateTime.ToString(
        settings.TimeFormat switch
        {
            "rfc3339" => "yyyy-MM-dd'T'HH:mm:ss'Z'",
            "rfc3339nano" => "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
            _ => "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
        },
        CultureInfo.InvariantCulture);
}
