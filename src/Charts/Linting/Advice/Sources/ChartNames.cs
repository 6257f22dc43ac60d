namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>The name and the description of a chart (pipeline P-090).</summary>
internal static class ChartNames
{
    private const string Id = "K-090";
    private const string Subject = "Chart.yaml";
    private const int LongestDescription = 120;

    public static AdviceRule Rule { get; } = new(
        Id, "the chart's name is not its folder's or has other characters than a-z, 0-9 and hyphens, or its description is missing or long")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        var metadata = subject.Chart.Metadata;
        if (!IsGood(metadata.Name))
        {
            yield return Warn($"the name {metadata.Name} should consist of lower-case letters, digits and hyphens, a letter first");
        }

        if (Directory.Exists(subject.Request.FullPath)
            && Path.GetFileName(subject.Request.FullPath.TrimEnd('/')) is var folder
            && folder != metadata.Name)
        {
            yield return Warn($"the name {metadata.Name} is not that of the folder, {folder}");
        }

        if (metadata.Description.Length == 0)
        {
            yield return Warn("the description is missing");
        }
        else if (metadata.Description.Length >= LongestDescription)
        {
            yield return Warn($"the description has {metadata.Description.Length} characters; lists show fewer than {LongestDescription}");
        }
    }

    private static LintMessage Warn(string text) => new(LintSeverity.Warning, Subject, $"{Id}: {text}");

    private static bool IsGood(string name) => name.Length > 0
        && char.IsAsciiLetterLower(name[0])
        && name[^1] != '-'
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
