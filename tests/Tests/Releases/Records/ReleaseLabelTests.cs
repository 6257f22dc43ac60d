using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Labels of users beside those of the storage.</summary>
public sealed class ReleaseLabelTests
{
    private static readonly Dictionary<string, string> Stored = new(StringComparer.Ordinal)
    {
        ["team"] = "front",
        ["tier"] = "1",
        ["name"] = "shop",
        ["owner"] = "helm",
        ["status"] = "deployed",
        ["version"] = "3",
        ["createdAt"] = "1",
        ["modifiedAt"] = "2",
    };

    [Fact]
    public void Names_of_the_system_are_reserved() =>
        Assert.Equal(["owner", "modifiedAt"], ReleaseLabels.ReservedAmong(["team", "owner", "Owner", "modifiedAt"]));

    [Fact]
    public void Labels_of_the_user_are_those_that_are_not_reserved() =>
        Assert.Equal(["team", "tier"], ReleaseLabels.Custom(Stored).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_word_null_removes_a_label_of_the_revision_before() => Assert.Equal(
        new Dictionary<string, string> { ["tier"] = "2", ["new"] = "" },
        ReleaseLabels.Merge(
            ReleaseLabels.Custom(Stored),
            new Dictionary<string, string> { ["team"] = "null", ["tier"] = "2", ["new"] = "", ["absent"] = "null" }));
}
