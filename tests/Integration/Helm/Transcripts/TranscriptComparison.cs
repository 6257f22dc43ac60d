using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>
/// What holds for all groups of transcripts: each step of a case does what the reference did, but for those that the list of gaps names
/// with a reason. A gap that closes is taken off the list.
/// </summary>
internal static class TranscriptComparison
{
    /// <summary>Follows a case and compares the steps that differ with the list of gaps.</summary>
    public static Task FollowAsync(string group, string id) => FollowAsync(id, TranscriptCase.Load(group, id));

    /// <summary>Follows a case of another folder.</summary>
    /// <param name="id">What the list of gaps calls it.</param>
    /// <param name="row">The case.</param>
    /// <param name="proxy">What the program asks the server through, so that its writes are compared too.</param>
    public static async Task FollowAsync(string id, TranscriptCase row, ApiProxy? proxy = null)
    {
        using var replay = new TranscriptReplay(row, proxy);
        var differences = await replay.RunAsync();
        var gaps = (await File.ReadAllLinesAsync(Path.Combine(TranscriptCase.Area, "gaps.tsv"), TestContext.Current.CancellationToken))
            .Select(line => line.Split('\t')[0])
            .Where(gap => gap == id || gap.StartsWith(id + ":", StringComparison.Ordinal))
            .ToList();
        if (gaps.Contains(id))
        {
            Assert.True(differences.Count > 0, $"{id} differs no more: take it off gaps.tsv");
            return;
        }

        var shown = string.Join(
            "\n\n", differences.Where(one => !gaps.Contains($"{id}:{one.Step}")).Select(one => $"{id}:{one.Step} {one.Difference}"));
        Assert.True(shown.Length == 0, shown);
        Assert.Equal(gaps, differences.Select(one => $"{id}:{one.Step}"));
    }

    /// <summary>The cases of a group but for some names.</summary>
    public static IEnumerable<TheoryDataRow<string>> CasesOf(string group, params string[] except) =>
        TranscriptCase.Ids(group).Where(id => !except.Contains(id.Split('/')[1])).Select(id => new TheoryDataRow<string>(id));
}
