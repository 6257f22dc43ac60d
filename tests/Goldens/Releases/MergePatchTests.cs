using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Goldens.Releases;

/// <summary>The patches of an upgrade are those that Helm 3 sends.</summary>
public sealed class MergePatchTests
{
    public static IEnumerable<TheoryDataRow<string>> Ids => MergeCase.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_patch_is_the_reference_s(string id)
    {
        var golden = new MergeCase(id);
        var patch = golden.Patch(golden.Before);
        if (golden.Write.IsNil)
        {
            Assert.True(patch.IsEmpty, Text(patch.Body));
            return;
        }

        Assert.Equal(Text(MergeCase.Get(golden.Write, "body")), Text(patch.Body));
        Assert.Equal(Encoding.UTF8.GetString(MergeCase.Get(golden.Write, "contentType").StringBytes), patch.MediaType);
    }

    private static string Text(Value value) => Encoding.UTF8.GetString(GoJson.Format(value, GoJsonOptions.Pretty));
}
