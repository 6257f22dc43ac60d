namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>Why an upgrade changes an object.</summary>
public enum CauseKind
{
    /// <summary>A value that its user gives is another one than at the last revision.</summary>
    GivenValue,

    /// <summary>A value that its user gave at the last revision is not given now, so that the chart's default counts.</summary>
    DroppedValue,

    /// <summary>A default of the chart is another one than in the chart of the last revision.</summary>
    ChartDefault,

    /// <summary>The version of the chart, or of the application inside, which templates write into labels.</summary>
    ChartVersion,

    /// <summary>The chart's templates are others.</summary>
    Template,

    /// <summary>Every rendering makes it anew: random texts, certificates, times.</summary>
    Random,

    /// <summary>The number of the revision, or that the first one was an installation.</summary>
    Revision,

    /// <summary>None of these: what the cluster answers to templates, or what a post-renderer does.</summary>
    Surroundings,

    /// <summary>The live object was changed after the last revision.</summary>
    Drift,
}
