using System.Text;
using SecretsKit.Platform.Files;

namespace SecretsKit.Tests.Platform.Files;

public sealed class FileSnapshotTests
{
    [Fact]
    public void Only_the_same_content_matches()
    {
        var contents = Enumerable.Range(0, 500).Select(i => Encoding.ASCII.GetBytes($"content {i}")).Append([]).ToArray();
        var snapshots = Array.ConvertAll(contents, content => FileSnapshot.Of(content));
        for (var i = 0; i < contents.Length; i++)
        {
            for (var j = 0; j < contents.Length; j++)
            {
                Assert.Equal(i == j, snapshots[i].Matches(contents[j]));
            }
        }
    }

    [Fact]
    public void A_missing_file_matches_no_content()
    {
        Assert.True(FileSnapshot.Missing.IsMissing);
        Assert.False(FileSnapshot.Of([]).IsMissing);
        Assert.False(FileSnapshot.Missing.Matches([]));
    }
}
