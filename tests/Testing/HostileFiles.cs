using System.Text;

namespace SecretsKit.Testing;

/// <summary>
/// Files that somebody may commit to harm the tools that read a repository: malformed, nested,
/// repeated or escaped beyond what people write. Each is small enough for a test; measured ones are grown from
/// <see cref="Repeated"/>. Names say the format and the trick.
/// </summary>
public static class HostileFiles
{
    /// <summary>A ciphertext in form, which no key opens.</summary>
    public const string Ciphertext =
        "ENC[AES256_GCM,data:YWJj,iv:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,tag:AAECAwQFBgcICQoLDA0ODw==,type:str]";

    private const int Depth = 3_000;

    private static readonly string Metadata =
        "sops:\n    age:\n        - recipient: age1x\n          enc: x\n    lastmodified: \"2026-01-02T03:04:05Z\"\n    mac: " +
        $"{Ciphertext}\n    version: 3.13.2\n";

    /// <summary>All of them: path below a folder, and content.</summary>
    public static IEnumerable<(string Path, byte[] Content)> All =>
        Lines().Concat(Nested()).Concat(Encodings()).Concat(Broken()).Concat(Settings());

    /// <summary>Texts of a growing count of one thing, for measurements.</summary>
    /// <param name="start">Before the repetition.</param>
    /// <param name="part">Gives the repeated text of a number.</param>
    /// <param name="count">How often.</param>
    /// <param name="end">Behind it.</param>
    public static byte[] Repeated(string start, Func<int, string> part, int count, string end = "")
    {
        var text = new StringBuilder(start);
        for (var i = 0; i < count; i++)
        {
            text.Append(part(i));
        }

        return Encoding.UTF8.GetBytes(text.Append(end).ToString());
    }

    private static IEnumerable<(string, byte[])> Lines()
    {
        string[] lines = ["export ", "export", "export \t ", "export =", "=", "- ", "-", "- - ", "{,", "\"", "'", "\"a\"", "a=\"", "a: '",
            "a:", ":", "[", "[]", "[[", "[a", "#", ";", "\\", "name: ", "value:", "a=b\\", "\"\"\"", "`", "-----BEGIN PRIVATE KEY-----",
            "AKIA", "ghp_", "://:@", "postgres://u:p", "Server=;Password="];
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (var extension in (string[])[".env", ".ini", ".yaml", ".json", ".toml", ".properties", ".txt"])
            {
                yield return ($"lines/{i}{extension}", Encoding.UTF8.GetBytes(lines[i]));
                yield return ($"lines/{i}-inside{extension}", Encoding.UTF8.GetBytes("a=b\n" + lines[i] + "\n" + lines[i] + "\nc=d\n"));
            }
        }
    }

    private static IEnumerable<(string, byte[])> Nested()
    {
        yield return ("nested/flow.yaml", Repeated("a: ", _ => "[", Depth));
        yield return (
            "nested/flow-closed.yaml", Encoding.UTF8.GetBytes($"a: {new string('[', Depth)}{new string(']', Depth)}\n{Metadata}"));
        yield return ("nested/maps.yaml", Repeated("", _ => "{a: ", Depth, new string('}', Depth)));
        yield return ("nested/dashes.yaml", Repeated("a:\n", _ => "- ", Depth, "b\n"));
        yield return ("nested/keys.yaml", Repeated("", _ => "? ", Depth, "b\n"));
        yield return ("nested/lists.json", Repeated("{\"a\": ", _ => "[", Depth));
        yield return (
            "nested/lists-closed.json",
            Encoding.UTF8.GetBytes(
                $"{{\"a\": {new string('[', Depth)}{new string(']', Depth)}, \"sops\": {{\"mac\": \"{Ciphertext}\"}}}}"));
        yield return ("nested/maps.json", Repeated("", _ => "{\"a\":", Depth, "1" + new string('}', Depth)));
        yield return ("nested/flat-maps.env", Repeated("A=b\nsops_", _ => "__map_a", 20 * Depth, $"=x\nsops_mac={Ciphertext}\n"));
        yield return ("nested/flat-lists.env", Repeated("A=b\nsops_", _ => "__list_0", 20 * Depth, $"=x\nsops_mac={Ciphertext}\n"));
        yield return ("nested/flat-maps.ini", Repeated("[sops]\na", _ => "__map_a", 20 * Depth, $" = x\nmac = {Ciphertext}\n"));
        yield return (
            "nested/flat-index.env",
            Encoding.UTF8.GetBytes(
                $"sops_mac={Ciphertext}\nsops_age__list_2147483647__map_enc=x\nsops_age__list_-5__map_enc=x\nsops_lastmodified=x\n"));
        yield return (
            "nested/aliases.yaml",
            Repeated(
                "a0: &a0 [x]\n",
                i => $"a{i + 1}: &a{i + 1} [*a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}]\n",
                30,
                Metadata));
        yield return ("nested/cycle.yaml", Encoding.UTF8.GetBytes("a: &a [*a]\n" + Metadata));
        yield return ("nested/merges.yaml", Repeated("a0: &a0 {x: y}\n", i => $"a{i + 1}: &a{i + 1}\n  <<: [*a{i}, *a{i}]\n", 40));
        yield return ("nested/groups.yaml", Repeated(
            "a: b\nsops:\n  lastmodified: \"2026-01-02T03:04:05Z\"\n  mac: x\n  version: 3.13.2\n  shamir_threshold: 200\n  key_groups:\n",
            _ => "  - age: [{recipient: age1x, enc: x}]\n",
            500));
        yield return (
            "nested/recipients.yaml",
            Repeated(
                "a: b\nsops:\n  lastmodified: \"2026-01-02T03:04:05Z\"\n  mac: x\n  version: 3.13.2\n  age:\n",
                i => $"  - {{recipient: age1x{i}, enc: x}}\n",
                2_000));
        yield return ("nested/documents.yaml", Repeated("", i => $"---\na: {i}\n", 2_000, Metadata));
        yield return ("nested/comments.yaml", Repeated("", i => $"# {i}\n", 5_000, "a: b\n" + Metadata));
        yield return ("nested/encrypted-comments.yaml", Repeated("a:\n  b: c\n", _ => $"# {Ciphertext}\n", 500, "d: e\n" + Metadata));
        yield return ("nested/sections.ini", Repeated("", i => $"[s]\na{i} = b\n", 2_000));
        yield return ("nested/quotes.ini", Repeated("a = \"\"\"", _ => "\"\"", 2_000));
    }

    private static IEnumerable<(string, byte[])> Encodings()
    {
        foreach (var extension in (string[])[".yaml", ".json", ".env", ".ini", ".bin"])
        {
            yield return ("bytes/empty" + extension, []);
            yield return ("bytes/nul" + extension, [0]);
            yield return ("bytes/mark" + extension, [0xEF, 0xBB, 0xBF]);
            yield return ("bytes/odd-utf16" + extension, [0xFF, 0xFE, 0x61]);
            yield return ("bytes/lone-surrogate" + extension, [0xFF, 0xFE, 0x00, 0xD8, 0x61, 0x00]);
            yield return ("bytes/no-utf8" + extension, [0x61, 0x3A, 0x20, 0xC3, 0x28, 0xFF, 0x0A]);
            yield return ("bytes/carriage-returns" + extension, Encoding.UTF8.GetBytes("a: b\rc=d\r[e]\r{\"f\":1}\r"));
            yield return ("bytes/controls" + extension, Encoding.UTF8.GetBytes("a: \u001b[2J\u202e\u0007\nb=\u0085\u2028\n"));
            yield return ("bytes/long-line" + extension, Encoding.UTF8.GetBytes("password=" + new string('x', 200_000)));
            yield return ("bytes/long-key" + extension, Encoding.UTF8.GetBytes(new string('k', 100_000) + ": v\n"));
        }
    }

    private static IEnumerable<(string, byte[])> Broken()
    {
        string[] blocks =
        [
            "sops:", "sops: []", "sops: {mac: 1}", "sops: {mac: [], lastmodified: {}}", "sops: {lastmodified: 0000-00-00, mac: x}",
            "sops: {lastmodified: \"9999-99-99T99:99:99Z\", mac: x, version: \"99999999999999999999.1\", age: []}",
            $"sops: {{lastmodified: \"2026-01-02T03:04:05Z\", mac: {Ciphertext}, version: [], age: [null, 1, {{}}]}}".Replace(
                Ciphertext, $"'{Ciphertext}'", StringComparison.Ordinal),
            "sops: {lastmodified: \"2026-01-02T03:04:05Z\", mac: x, version: 3.13.2, key_groups: 1, shamir_threshold: 99999999999}",
            "sops: {lastmodified: \"2026-01-02T03:04:05Z\", mac: x, version: 3.13.2, key_groups: [[], {}, null], shamir_threshold: -1}",
            "sops: {lastmodified: \"2026-01-02T03:04:05Z\", mac: x, version: 3.13.2, age: [{recipient: a, enc: b}], encrypted_regex: " +
            "\"(\"}",
            "sops: {lastmodified: \"2026-01-02T03:04:05Z\", mac: x, version: 3.13.2, age: [{recipient: a, enc: b}], encrypted_regex: " +
            "\"((a{100}){100}){100}\"}",
            "sops: {lastmodified: \"2026-01-02T03:04:05Z\", mac: x, version: 3.13.2, age: [{recipient: a, enc: b}], encrypted_suffix: " +
            "x, unencrypted_suffix: y}",
            "sops: {lastmodified: \"2026-01-02T03:04:05Z\", mac: x, version: 3.13.2, pgp: [{fp: \"--version\", created_at: x, enc: y}]}",
            "sops: {lastmodified: \"2026-01-02T03:04:05Z\", mac: x, version: 3.13.2, kms: [{arn: \"\\e[2J\", created_at: x, enc: y, " +
            "context: [1]}]}",
            "? [sops]\n: x", "? {sops: x}\n: x", "1: 2\ntrue: 3\nnull: 4", "<<: *x", "!!set {a, b}", "!<tag:yaml.org,2002:binary> YQ==: x",
            "%TAG ! x\n---\n!a b",
        ];
        for (var i = 0; i < blocks.Length; i++)
        {
            yield return ($"broken/{i}.yaml", Encoding.UTF8.GetBytes($"a: {Ciphertext}\n{blocks[i]}\n"));
            yield return ($"broken/{i}-plain.yaml", Encoding.UTF8.GetBytes(blocks[i] + "\n"));
        }

        yield return ("broken/conflict.yaml", Encoding.UTF8.GetBytes($"<<<<<<< a\na: {Ciphertext}\n=======\n>>>>>>> b\n{Metadata}"));
        yield return ("broken/starts.yaml", Repeated("a: ", _ => "ENC[AES256_GCM,data:", 5_000));
        yield return ("broken/separators.yaml", Repeated("a: ENC[AES256_GCM,data:", _ => ",iv:,tag:,type:", 5_000, "]\n"));
        yield return ("broken/secret.conflict", Encoding.UTF8.GetBytes("# secretskit merge conflict\nfile: ../../x\n"));
    }

    // Files that steer the tools themselves.
    private static IEnumerable<(string, byte[])> Settings()
    {
        string[] configs =
        [
            "", "x", "[]", "creation_rules: x", "creation_rules: [null, 1, []]", "creation_rules:\n- path_regex: '('\n",
            "creation_rules:\n- path_regex: '((a{100}){100}){100}'\n",
            "creation_rules:\n- key_groups: [{merge: [{merge: [null]}]}]\n", "a: &a {merge: [*a]}\ncreation_rules:\n- key_groups: [*a]\n",
            "stores: {yaml: {indent: 999999999}}\ncreation_rules: []\n",
            "creation_rules:\n- shamir_threshold: -5\n  age: age1x\n", "destination_rules: [1]\n",
        ];
        for (var i = 0; i < configs.Length; i++)
        {
            yield return ($"config{i}/.sops.yaml", Encoding.UTF8.GetBytes(configs[i]));
            yield return ($"config{i}/secrets.yaml", Encoding.UTF8.GetBytes($"a: {Ciphertext}\n{Metadata}"));
        }

        yield return (
            "ignore/.gitignore",
            Encoding.UTF8.GetBytes(
                string.Concat(Enumerable.Repeat("**/*a", 50)) + "\n[\n[!\n[a-\n\\\n" + new string('*', 1000) + "b\n!\n/\n"));
        yield return ("ignore/" + new string('a', 100) + ".yaml", Encoding.UTF8.GetBytes("a: b\n"));
    }
}
