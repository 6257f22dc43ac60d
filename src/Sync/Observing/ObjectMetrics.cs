namespace SecretsKit.Sync.Observing;

/// <summary>What is counted for one object. One worker at a time changes it.</summary>
internal sealed class ObjectMetrics
{
    /// <summary>The status of its condition Ready; empty before the first.</summary>
    public string Ready { get; set; } = "";

    /// <summary>Its reason.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Further labels of its series; null for none.</summary>
    public ObjectLabels? Labels { get; set; }

    /// <summary>Looks at it.</summary>
    public int Calls { get; set; }

    /// <summary>Looks that failed.</summary>
    public int Errors { get; set; }

    /// <summary>How long the last one took.</summary>
    public double Nanoseconds { get; set; }
}
