using SecretsKit.Integration.Safety;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Docs;

/// <summary>The command lines of a page as a script, and what they need to run: a repository with a key, files and a chart.</summary>
internal static class PageScript
{
    private const string Values = "database:\n  password: old-password\n";

    /// <summary>The text of a file of the checkout.</summary>
    public static string Read(string page) => File.ReadAllText(Path.Combine(Checkout.Root, page));

    /// <summary>The part of a page under a heading.</summary>
    public static string Section(string text, string heading)
    {
        var start = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"there is no heading {heading}");
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    /// <summary>The lines behind a dollar sign in blocks of the language console, with the texts that follow them up to a mark.</summary>
    public static IEnumerable<string> Commands(string text)
    {
        foreach (var block in DocumentText.Blocks(text, "console"))
        {
            var lines = block.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (!lines[i].TrimStart().StartsWith("$ ", StringComparison.Ordinal))
                {
                    continue;
                }

                var command = lines[i].TrimStart()[2..];
                var mark = command.IndexOf("<<", StringComparison.Ordinal);
                if (mark >= 0)
                {
                    var end = command[(mark + 2)..].Trim('\'');
                    do
                    {
                        command += "\n" + lines[++i];
                    }
                    while (lines[i] != end);
                }

                yield return command;
            }
        }
    }

    /// <summary>Runs a preparation and command lines, each of which must succeed.</summary>
    /// <returns>All that they printed.</returns>
    public static async Task<string> FollowAsync(string preparation, IEnumerable<string> commands)
    {
        using var folder = new TestFolder();
        return await FollowAsync(folder, preparation, commands);
    }

    /// <summary>The same in a folder that can be looked at afterwards.</summary>
    public static async Task<string> FollowAsync(TestFolder folder, string preparation, IEnumerable<string> commands)
    {
        var script = folder.Write("page.sh", $"{preparation}\nset -x\n{string.Join('\n', commands)}\n");
        var (exit, output) = await RunAsync(folder.Path, script);
        Assert.True(exit == 0, output);
        return output;
    }

    /// <summary>A repository with a key, and with what pages take for granted.</summary>
    /// <param name="encrypted">Files that are encrypted already.</param>
    public static string Preparation(string encrypted) => $$"""
        set -eu
        root=$PWD
        mkdir home bin repository
        ln -s {{NativeProgram.Path}} bin/secretskit
        ln -s {{NativeProgram.Path}} bin/helm
        export HOME=$root/home PATH=$root/bin:$PATH
        git config --global user.name t
        git config --global user.email t@localhost
        git config --global init.defaultBranch main
        cd repository
        git init --quiet
        secretskit keygen > "$root/public" 2> "$root/err"
        printf '{{Values.Replace("\n", "\\n", StringComparison.Ordinal)}}' > secrets.yaml
        printf 'key\n' > tls.key
        printf '*.key filter=git-crypt diff=git-crypt\nsecrets.yaml filter=git-crypt diff=git-crypt\n' > .gitattributes
        printf 'replicas: 1\n' > values.yaml
        mkdir -p chart/templates
        printf 'apiVersion: v2\nname: orders\nversion: 1.0.0\n' > chart/Chart.yaml
        printf 'database: {}\n' > chart/values.yaml
        cat > chart/templates/secret.yaml << 'END'
        apiVersion: v1
        kind: Secret
        metadata:
          name: orders
          namespace: {{"{{ .Release.Namespace | quote }}"}}
        stringData:
          password: {{"{{ .Values.database.password | quote }}"}}
        END
        for file in {{encrypted}}; do
          rm tls.key .gitattributes
          secretskit init
          secretskit enc $file
        done
        """;

    /// <summary>Runs a script by the shell, without a terminal.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(string folder, string script)
    {
        var start = new System.Diagnostics.ProcessStartInfo("sh", [script])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment.Remove("SOPS_AGE_KEY_FILE");
        using var shell = System.Diagnostics.Process.Start(start)!;
        shell.StandardInput.Close();
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, await output + await error);
    }
}
