using System.Diagnostics;
using System.Text.Json;

namespace SecretsKit.Goldens.ChartTesting;

/// <summary>The repository of a case, made step by step.</summary>
internal sealed class CaseRepository(string folder, string home)
{
    private int _commits;

    public void Apply(JsonElement steps)
    {
        if (!steps.EnumerateArray().Any(step => step.TryGetProperty("nogit", out _)))
        {
            Git("init", "--quiet", "--initial-branch=main");
        }

        Continue(steps);
    }

    public void Continue(JsonElement steps)
    {
        foreach (var part in steps.EnumerateArray().SelectMany(step => step.EnumerateObject()))
        {
            Apply(part.Name, part.Value);
        }
    }

    private void Apply(string name, JsonElement value)
    {
        switch (name)
        {
            case "files":
                ChartTestingRows.WriteFiles(value, folder);
                break;
            case "delete":
                value.Strings().ToList().ForEach(Delete);
                break;
            case "move":
                Move(value[0].GetString()!, value[1].GetString()!);
                break;
            case "commit":
                _commits++;
                Git("add", "-A");
                Git("commit", "--quiet", "-m", value.GetString()!);
                break;
            case "origin":
                Git("update-ref", "refs/remotes/origin/" + value.GetString(), "HEAD");
                break;
            case "branch":
                Git("checkout", "--quiet", "-b", value.GetString()!);
                break;
            case "checkout":
                Git("checkout", "--quiet", value.GetString()!);
                break;
            case "remote":
                Git("config", "remote.origin.url", value.GetString()!);
                break;
            default:
                Assert.Equal("nogit", name);
                break;
        }
    }

    private void Delete(string name)
    {
        var path = Path.Combine(folder, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    private void Move(string from, string to)
    {
        var source = Path.Combine(folder, from);
        if (to != ".")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, to))!);
            File.Move(source, Path.Combine(folder, to));
            return;
        }

        foreach (var entry in Directory.GetFileSystemEntries(source))
        {
            Directory.Move(entry, Path.Combine(folder, Path.GetFileName(entry)));
        }

        Directory.Delete(source);
    }

    private void Git(params string[] words)
    {
        var start = new ProcessStartInfo("git", words) { WorkingDirectory = folder, RedirectStandardError = true };
        var date = $"2024-01-01T0{_commits}:00:00Z";
        foreach (var (variable, text) in new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_AUTHOR_NAME"] = "Test",
            ["GIT_AUTHOR_EMAIL"] = "test@example.com",
            ["GIT_COMMITTER_NAME"] = "Test",
            ["GIT_COMMITTER_EMAIL"] = "test@example.com",
            ["GIT_AUTHOR_DATE"] = date,
            ["GIT_COMMITTER_DATE"] = date,
        })
        {
            start.Environment[variable] = text;
        }

        using var git = Process.Start(start)!;
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', words)}: {error}");
    }
}
