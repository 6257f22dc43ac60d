using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Hostile;

/// <summary>A folder in which every name and every text that messages quote is hostile.</summary>
internal static class HostileFolder
{
    private const string Envelope = """
            lastmodified: "2026-01-01T00:00:00Z"
            mac: ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]
            version: 3.9.0
        """;

    // Made once, in a place of its own.
    private static Task<string>? s_encrypted;

    /// <summary>
    /// Writes it: files behind <see cref="HostileText.Name"/>, charts in folders with plain names, a git repository around.
    /// </summary>
    public static async Task WriteAsync(VerbRun run)
    {
        var (name, text) = (HostileText.Name, HostileText.Quoted);
        run.Write(".git/HEAD", "ref: refs/heads/main\n");
        Directory.CreateDirectory(run.File(".git/objects"));
        Directory.CreateDirectory(run.File(".git/refs"));
        run.Write(name + "plain.yaml", "password: x\n");
        run.Write(name + "plain2.yaml", $"{text}: {text}\n");
        run.Write(name + "bad.yaml", $"{text}: [\n\"{{{{: *{{}}\n");
        var encrypted = await Encrypted();
        run.Write(name + "enc.yaml", encrypted);
        run.Write(name + "mac.yaml", encrypted.Replace("list:", "tampered: 1\nlist:", StringComparison.Ordinal));
        var kms = $"kms:\n        - {{arn: {text}, created_at: \"2026-01-01T00:00:00Z\", enc: x, role: {text}, aws_profile: {text}}}";
        run.Write(name + "kms.yaml", Foreign(kms));
        run.Write(name + "pgp.yaml", Foreign($"pgp:\n        - {{fp: {text}, created_at: \"2026-01-01T00:00:00Z\", enc: x}}"));
        run.Write(name + "age.yaml", Foreign($"age:\n        - {{recipient: {text}, enc: {text}}}"));
        run.Write(name + "version.yaml", Foreign(kms).Replace("3.9.0", text, StringComparison.Ordinal));
        run.Write(name + "badmeta.yaml", Foreign(kms).Replace("\"2026-01-01T00:00:00Z\"", text, StringComparison.Ordinal));
        run.Write($"bad{name}.yaml", $"creation_rules:\n  - age: {text}\n    path_regex: {text}[\n");
        run.Write($"v{name}.yaml", $"{text}: {text}\nweb: {text}\n");
        run.Write("post.sh", "#!/bin/sh\nprintf '%s' '" + name + "' >&2\nexit 1\n");
        File.SetUnixFileMode(run.File("post.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        WriteCharts(run, name, text);
    }

    private static Task<string> Encrypted() => LazyInitializer.EnsureInitialized(ref s_encrypted, EncryptAsync);

    private static async Task<string> EncryptAsync()
    {
        using var run = new VerbRun().WithKey();
        run.Write("f.yaml", $"a: b\n{HostileText.Quoted}: {{b: c}}\nlist: [1]\n");
        Assert.Equal(0, (await run.RunAsync("enc", "f.yaml")).Exit);
        return run.Read("f.yaml");
    }

    private static string Foreign(string keys) =>
        $"a: ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]\nsops:\n    {keys}\n{Envelope}\n";

    private static void WriteCharts(VerbRun run, string name, string text)
    {
        Chart(run, "chart", $"description: {text}\nappVersion: {text}\n");
        run.Write($"chart/templates/{name}.yaml", Manifest(text));
        run.Write("chart/values.yaml", $"{text}: {text}\nweb: {{}}\npassword: {text}\n");
        Chart(run, "chart2", "");
        run.Write($"chart2/templates/{name}.yaml", Manifest(text).Replace("before", "after", StringComparison.Ordinal));
        Chart(run, "fail", "");
        run.Write($"fail/templates/{name}.yaml", $"{{{{ fail {text} }}}}");
        Chart(run, "schema", "");
        run.Write("schema/values.yaml", $"{text}: {text}\nb: 1\n");
        run.Write("schema/values.schema.json", $"{{\"title\":{HostileText.Json},\"properties\":{{\"b\":{{\"type\":\"string\",\"pattern\":{HostileText.Json}}},{HostileText.Json}:{{\"enum\":[{HostileText.Json}]}}}},\"additionalProperties\":false,\"required\":[{HostileText.Json}]}}");
        run.Write("name/Chart.yaml", $"apiVersion: {text}\nname: {text}\nversion: {text}\ntype: {text}\nicon: {text}\nsources: " +
            $"[{text}]\nmaintainers: [{{name: {text}, email: {text}, url: {text}}}]\n");
        run.Write("name/templates/a.yaml", "a: b\n");
        Chart(run, "parse", "");
        run.Write($"parse/templates/{name}.yaml", "{{ .Values.x | nothing }}{{ if }}");
        Chart(run, "parts", "");
        run.Write($"parts/templates/{name}.tpl", "{{ define \"p\" }}{{ .Values.a.b.c }}{{ end }}");
        run.Write($"parts/templates/{name}.yaml", "{{ include \"p\" . }}{{ required " + text + " .Values.none }}");
        Chart(run, "include", "");
        run.Write($"include/templates/{name}.yaml", $"{{{{ include {text} . }}}}");
        Chart(run, "notyaml", "");
        run.Write($"notyaml/templates/{name}.yaml", $"{text}: [\n");
        Chart(run, "deps", $"dependencies: [{{name: {text}, version: {text}, repository: {text}, condition: {text}, tags: [{text}], " +
            $"import-values: [{text}]}}]\n");
        run.Write($"deps/charts/{name}/Chart.yaml", $"apiVersion: v2\nname: {text}\nversion: 1.0.0\n");
        run.Write($"deps/charts/{name}x/none", "");
        Chart(run, "conflict", "");
        run.Write("conflict/values.yaml", $"{text}: {{a: {{b: 1}}}}\nsub: {text}\n");
        run.Write("conflict/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n");
        run.Write("conflict/charts/sub/values.yaml", $"{text}: {{a: 1}}\n");
        run.Write("a.yaml", Manifest(text));
        run.Write(
            "b.yaml",
            Manifest(text)
                .Replace("before", "after", StringComparison.Ordinal)
                + $"---\napiVersion: {text}\nkind: {text}\nmetadata: {{name: {text}, namespace: {text}}}\n");
    }

    private static void Chart(VerbRun run, string folder, string more) =>
        run.Write($"{folder}/Chart.yaml", $"apiVersion: v2\nname: {folder}\nversion: 1.0.0\n{more}");

    // Block scalars keep a command at the start of their lines, behind blanks.
    private static string Manifest(string text) => $"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {text}
        data:
          {text}: {text}
          block: |
            ::error::in a block
            ##[error] here ```` </summary> | x
          a: before
        """ + "\n";
}
