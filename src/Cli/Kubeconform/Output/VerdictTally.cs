using SecretsKit.Charts.Validation;

namespace SecretsKit.Cli.Kubeconform.Output;

/// <summary>How many resources there were, and what came of them.</summary>
internal sealed class VerdictTally
{
    private readonly Dictionary<VerdictStatus, int> _counts = [];
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>Files with a result, be it that they are empty.</summary>
    public int Files => _files.Count;

    /// <summary>Resources; what is empty is none.</summary>
    public int Resources => _counts.Sum(pair => pair.Key == VerdictStatus.Empty ? 0 : pair.Value);

    /// <summary>How many have a status.</summary>
    public int this[VerdictStatus status] => _counts.GetValueOrDefault(status);

    /// <summary>Counts one.</summary>
    public void Add(ResourceVerdict verdict)
    {
        _files.Add(verdict.Source);
        _counts[verdict.Status] = this[verdict.Status] + 1;
    }

    /// <summary>The line at the end of a report.</summary>
    /// <param name="isStream">Whether there was one stream instead of files.</param>
    public string Summary(bool isStream)
    {
        var place = isStream ? "parsing stdin" : $"in {Files} file{Plural(Files)}";
        return $"Summary: {Resources} resource{Plural(Resources)} found {place} - Valid: {this[VerdictStatus.Valid]}, "
            + $"Invalid: {this[VerdictStatus.Invalid]}, Errors: {this[VerdictStatus.Error]}, Skipped: {this[VerdictStatus.Skipped]}";
    }

    private static string Plural(int count) => count > 1 ? "s" : "";
}
