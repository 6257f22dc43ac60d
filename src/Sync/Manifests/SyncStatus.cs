using System.Globalization;
using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>A condition of an object.</summary>
/// <param name="Type">Which, such as <c>Ready</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One word; empty where a kind has none.</param>
/// <param name="Message">A sentence, without secrets; may be empty.</param>
/// <param name="Since">When the status changed last.</param>
internal sealed record Condition(string Type, string Status, string Reason, string Message, DateTimeOffset? Since)
{
    public static Condition Read(MapValue map) => new(
        map.Text("type"), map.Text("status"), map.Text("reason"), map.Text("message"), Timestamps.Read(map.Text("lastTransitionTime")));

    public MapValue ToMap()
    {
        var map = new MapValue().With("type", Type).With("status", Status);
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[("reason", Reason), ("message", Message)])
        {
            if (text.Length > 0)
            {
                map.With(name, text);
            }
        }

        return Since is { } since ? map.With("lastTransitionTime", Timestamps.Write(since)) : map;
    }
}

/// <summary>The status of a mapping (spec external-secrets.md 1.8).</summary>
internal sealed record SyncStatus
{
    /// <summary>When the last sync began that read its store; null before the first.</summary>
    public DateTimeOffset? Refreshed { get; init; }

    /// <summary>Which state of the mapping that was; empty before the first.</summary>
    public string SyncedVersion { get; init; } = "";

    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>The Secret that was written; empty before.</summary>
    public string BoundSecret { get; init; } = "";

    /// <summary>The condition that says whether the object is ready; null before the first.</summary>
    public Condition? Ready => Conditions.FirstOrDefault(condition => condition.Type == "Ready");

    /// <summary>Whether the object is ready, as far as its status says.</summary>
    public bool IsReady => Ready is { Status: "True" };

    public static SyncStatus Read(MapValue? map) => map is null ? new() : new()
    {
        Refreshed = Timestamps.Read(map.Text("refreshTime")),
        SyncedVersion = map.Text("syncedResourceVersion"),
        Conditions = [.. map.Children("conditions").Select(Condition.Read)],
        BoundSecret = map.Child("binding")?.Text("name") ?? "",
    };

    /// <summary>With a condition; one that is equal already stays as it is, and its time changes with its status alone.</summary>
    public SyncStatus With(string type, string status, string reason, string message, DateTimeOffset now)
    {
        var old = Conditions.FirstOrDefault(condition => condition.Type == type);
        if (old is not null && (old.Status, old.Reason, old.Message) == (status, reason, message))
        {
            return this;
        }

        var made = new Condition(type, status, reason, message, old?.Status == status ? old.Since ?? now : now);
        return this with { Conditions = [.. Conditions.Where(condition => condition.Type != type), made] };
    }

    /// <summary>Whether both are the same, to be written or not.</summary>
    public bool IsSame(SyncStatus other) => Refreshed == other.Refreshed && SyncedVersion == other.SyncedVersion
        && BoundSecret == other.BoundSecret && Conditions.SequenceEqual(other.Conditions);

    public MapValue ToMap()
    {
        var map = new MapValue().With("refreshTime", Refreshed is { } time ? Value.Of(Timestamps.Write(time)) : Value.Nil);
        if (SyncedVersion.Length > 0)
        {
            map.With("syncedResourceVersion", SyncedVersion);
        }

        if (Conditions.Count > 0)
        {
            map.With("conditions", Conditions.Select(condition => condition.ToMap()));
        }

        return map.With("binding", BoundSecret.Length > 0 ? new MapValue().With("name", BoundSecret) : new());
    }
}

/// <summary>Times as API servers write them: whole seconds, UTC.</summary>
internal static class Timestamps
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
