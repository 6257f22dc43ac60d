namespace SecretsKit.Charts.Logging;

/// <summary>Receives what charts have to say besides failures. The two generations of Helm word some of it differently.</summary>
public interface IChartLog
{
    /// <summary>Takes one line. Texts may hold values of the user, so a sink that others see redacts them.</summary>
    void Write(ChartNotice notice);
}

/// <summary>How much a notice matters.</summary>
public enum NoticeLevel
{
    /// <summary>For people who debug.</summary>
    Debug,

    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Probably not meant.</summary>
    Warn,

    /// <summary>What fails next.</summary>
    Error,
}

/// <summary>One line of the log.</summary>
/// <param name="Level">As Helm 4 ranks it.</param>
/// <param name="Message">As Helm 4 words it.</param>
/// <param name="Attributes">Keys and values after it.</param>
public sealed record ChartNotice(NoticeLevel Level, string Message, params (string Key, string Value)[] Attributes)
{
    /// <summary>As Helm 3 words it, without source file; null if the same.</summary>
    public string? LegacyText { get; init; }

    /// <summary>The file and line of Helm 3.19's own source that logs it, such as <c>coalesce.go:237</c>; null if not known.</summary>
    public string? LegacySource { get; init; }

    /// <summary>Whether Helm 3 prints it without the name of a source file.</summary>
    public bool LegacyIsBare { get; init; }

    /// <summary>Whether Helm 3 does not say it.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether the text may have several lines: the user's own, as of <c>fail</c>. Default false.</summary>
    public bool HasLines { get; init; }
}

/// <summary>Keeps nothing.</summary>
public sealed class SilentChartLog : IChartLog
{
    /// <summary>The one instance.</summary>
    public static SilentChartLog Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(ChartNotice notice)
    {
    }
}
