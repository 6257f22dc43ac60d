using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Tests.Documents;
using SecretsKit.Tests.Documents.Merging;

namespace SecretsKit.Tests.Envelope.Merging;

/// <summary>Merged trees as encrypted files: the MAC is right, and what nobody touched has its old ciphertext, byte for byte.</summary>
public sealed class MergedFileTests
{
    private static readonly string[] Keys = ["a", "b", "c", "d"];

    [Fact]
    public void A_merged_file_opens_and_its_untouched_values_keep_their_text()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new RandomTrees(seed);
            var @base = random.Document(Keys);
            var (left, right) = (random.Edit(@base, 3, Keys), random.Edit(@base, 3, Keys));
            using var stash = new IvStash(RandomSource.System);
            var theirs = Open(Seal(right), stash);
            var ours = Open(Seal(left), stash);
            var merged = TreeMerge.Run(new([@base]), ours.Tree, theirs.Tree, _ => MergeSide.Ours).Tree;
            var file = Seal(
                merged, stash, new EncryptOptions { Reused = [ours.Memory, theirs.Memory], Secret = [ours.Memory, theirs.Memory] });
            Assert.Equal(TreeText.Of(merged), TreeText.Of(Open(file, stash).Tree));

            // Each ciphertext is one of ours or theirs: nothing was encrypted anew.
            var known = Ciphertexts(ours.File).Concat(Ciphertexts(theirs.File)).ToHashSet();
            Assert.All(Ciphertexts(file), text => Assert.Contains(text, known));
        }
    }

    [Fact]
    public void Equal_items_of_a_list_keep_each_their_own_text()
    {
        var before = Seal(Yaml("l: [80, 80, 80]\nx: 1\n").Branches[0]);
        using var stash = new IvStash(RandomSource.System);
        var opened = Open(before, stash);
        var after = Seal(opened.Tree, stash, new EncryptOptions { Reused = [opened.Memory] });
        Assert.Equal(3, Ciphertexts(before).Take(3).Distinct().Count());
        Assert.Equal(Ciphertexts(before), Ciphertexts(after));
    }

    [Theory]
    [InlineData("a: {b: hidden}\n")]
    [InlineData("# hidden\na: {}\n")]
    [InlineData("a:\n    # hidden\n    b: null\n")]
    [InlineData("a:\n    # hidden\n    - null\n")]
    [InlineData("a: [hidden]\n")]
    public void A_leaf_that_was_secret_is_not_written_readable(string text)
    {
        using var stash = new IvStash(RandomSource.System);
        var opened = Open(Seal(Yaml(text).Branches[0]), stash);
        using var key = Sample.Key();
        using var cipher = new ValueCipher(key, RandomSource.System, stash);
        var readable = Sample.Metadata(new SelectionFields { EncryptedRegex = "^nothing$" });
        var plain = new PlainFile(opened.Tree);
        var failure = Assert.Throws<SecretsKitException>(
            () => plain.Encrypt(cipher, readable, Sample.Now, new EncryptOptions { Secret = [opened.Memory] }));
        Assert.Equal(ErrorCode.EncryptFailed, failure.Code);
        Assert.DoesNotContain("hidden", failure.Message, StringComparison.Ordinal);
        plain.Encrypt(cipher, readable, Sample.Now);
    }

    private static DocumentTree Yaml(string text) =>
        DocumentFormats.Plain(DocumentFormat.Yaml).Read(Encoding.UTF8.GetBytes(text), DocumentLimits.Default);

    private static EncryptedFile Seal(MapNode document)
    {
        using var stash = new IvStash(RandomSource.System);
        return Seal(new([document]), stash, EncryptOptions.Default);
    }

    private static EncryptedFile Seal(DocumentTree tree, IvStash stash, EncryptOptions options)
    {
        using var key = Sample.Key();
        using var cipher = new ValueCipher(key, RandomSource.System, stash);
        return new PlainFile(tree).Encrypt(cipher, Sample.Metadata(), Sample.Now, options);
    }

    private static (EncryptedFile File, DocumentTree Tree, CiphertextMemory Memory) Open(EncryptedFile file, IvStash stash)
    {
        using var key = Sample.Key();
        using var cipher = new ValueCipher(key, RandomSource.System, stash);
        var memory = new CiphertextMemory();
        var opened = file.Decrypt(cipher, new DecryptOptions { Memory = memory });
        Assert.True(opened.Mac.IsAccepted);
        return (file, opened.Plain.Tree, memory);
    }

    private static List<string> Ciphertexts(EncryptedFile file) => [.. file.Tree.Branches.SelectMany(Ciphertexts)];

    private static IEnumerable<string> Ciphertexts(Node node) => node switch
    {
        MapNode map => map.Entries.SelectMany(entry => entry.IsComment ? Ciphertexts(entry.Key) : Ciphertexts(entry.Value)),
        ListNode list => list.Items.SelectMany(Ciphertexts),
        CommentNode comment => Of(comment.Text.RevealText()),
        StringNode text => Of(text.Value.RevealText()),
        _ => [],
    };

    private static IEnumerable<string> Of(string text) => text.StartsWith("ENC[", StringComparison.Ordinal) ? [text] : [];
}
