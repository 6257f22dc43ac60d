using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Tests.Envelope;

/// <summary>Values that should be ciphertext and are not.</summary>
public sealed class ReadableLeavesTests
{
    private const string Enc = "ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]";

    [Fact]
    public void Everything_is_selected_unless_its_name_ends_so()
    {
        var (paths, selected) = Of(
            $"a: {Enc}\nb: plain\nc_unencrypted: plain\nd:\n  - {Enc}\n  - 1\ne: \"\"\nf: null\n# comment\n", SelectionFields.Default);
        Assert.Equal(["b", "d[1]"], paths);
        Assert.Equal(4, selected);
    }

    [Theory]
    [InlineData("'ENC[plain]'")]
    [InlineData("'ENC[AES256_GCM,data:,iv:eA==,tag:eA==,type:str]'")]
    [InlineData("'ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==]'")]
    [InlineData("' ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]'")]
    public void What_only_looks_like_ciphertext_is_readable(string value) =>
        Assert.Equal(["a"], Of($"a: {value}\n", SelectionFields.Default).Paths);

    /// <summary>
    /// The rules of encryption hold: comments end with their map or list, and an encrypted comment of a list selects as it did.
    /// </summary>
    [Theory]
    [InlineData("a:\n    b: 1\n    # secret\nc: plain\n", "")]
    [InlineData("l:\n    - a\n    # secret\nc: plain\n", "")]
    [InlineData("l:\n    # secret\n    - a\n    - b\n", "l[0]")]
    [InlineData("# secret\na:\n    b: plain\n    c: [plain]\nd: plain\n", "a.b a.c[0]")]
    public void Comments_reach_as_far_as_when_encrypting(string yaml, string paths) =>
        Assert.Equal(paths, string.Join(' ', Of(yaml, new SelectionFields { EncryptedCommentRegex = "secret" }).Paths));

    [Fact]
    public void Only_selected_names_count()
    {
        var (paths, selected) = Of(
            $"kind: Secret\ndata:\n  a: {Enc}\n  b: plain\n", new SelectionFields { EncryptedRegex = "^(data|stringData)$" });
        Assert.Equal(["data.b"], paths);
        Assert.Equal(2, selected);
    }

    [Fact]
    public void Comments_select_what_stands_under_them()
    {
        var (paths, _) = Of("# secret\na: plain\nb: plain\n", new SelectionFields { EncryptedCommentRegex = "secret" });
        Assert.Equal(["a"], paths);
    }

    private static (IReadOnlyList<string> Paths, int Selected) Of(string yaml, SelectionFields selection) =>
        ReadableLeaves.Of(DocumentFormats.Plain(DocumentFormat.Yaml).Read(Encoding.UTF8.GetBytes(yaml), DocumentLimits.Default), selection);
}
