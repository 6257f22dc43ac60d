using System.Buffers;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Goldens.Documents.Yaml;

public sealed class YamlWriterTests
{
    public static TheoryData<string, int> Written => [.. YamlGoldens.Ids
        .Where(id => YamlGoldens.Row(id).TryGetProperty("emit2", out _))
        .SelectMany(id => new[] { (id, 2), (id, 4) })];

    public static TheoryData<string, int> Refused => [.. YamlGoldens.Ids
        .Where(id => YamlGoldens.Row(id).TryGetProperty("emit2Error", out _))
        .SelectMany(id => new[] { (id, 2), (id, 4) })];

    [Theory]
    [MemberData(nameof(Written))]
    public void Nodes_are_written_as_the_reference_writes_them(string id, int indent)
    {
        var row = YamlGoldens.Row(id);
        var output = new ArrayBufferWriter<byte>();
        YamlWriter.Write(YamlGoldens.Trees(row), output, indent);
        Assert.Equal(
            Encoding.UTF8.GetString(YamlGoldens.Bytes(row.GetProperty($"emit{indent}"))),
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [MemberData(nameof(YamlRow.Ids), MemberType = typeof(YamlRow))]
    public void Text_that_is_read_is_written_as_the_reference_writes_it(string id)
    {
        var row = YamlRow.Get(id);
        foreach (var indent in row.TryGetProperty("emit2", out _) ? new[] { 2, 4 } : [])
        {
            var output = new ArrayBufferWriter<byte>();
            YamlWriter.Write(YamlReader.ReadAll(YamlRow.Input(id), DocumentLimits.Default), output, indent);
            Assert.Equal(
                Encoding.UTF8.GetString(YamlGoldens.Bytes(row.GetProperty($"emit{indent}"))),
                Encoding.UTF8.GetString(output.WrittenSpan));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Nodes_that_the_reference_refuses_are_refused_with_its_message(string id, int indent)
    {
        var row = YamlGoldens.Row(id);
        var refusal = Assert.Throws<DocumentException>(
            () => YamlWriter.Write(YamlGoldens.Trees(row), new ArrayBufferWriter<byte>(), indent));
        Assert.Equal(row.GetProperty($"emit{indent}Error").GetString(), refusal.Message);
    }
}
