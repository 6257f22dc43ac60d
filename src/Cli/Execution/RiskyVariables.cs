using System.Collections.Frozen;

namespace SecretsKit.Cli.Execution;

/// <summary>
/// Variables that decide what code programs load or run. In a file of secrets they are more likely
/// somebody's attack, or an accident, than meant:
/// who can change the file could thus run what he likes where it is used.
/// </summary>
internal static class RiskyVariables
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "PATH", "SHELL", "IFS", "ENV", "BASH_ENV", "BASHOPTS", "SHELLOPTS", "PS4", "PROMPT_COMMAND", "ZDOTDIR", "FPATH", "GLIBC_TUNABLES",
        "GCONV_PATH", "LOCPATH",
        "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONBREAKPOINT", "PYTHONWARNINGS", "PYTHONUSERBASE", "NODE_OPTIONS", "NODE_PATH",
        "NPM_CONFIG_SCRIPT_SHELL",
        "PERL5OPT", "PERL5LIB", "PERLLIB", "PERL5DB", "RUBYOPT", "RUBYLIB", "GEM_HOME", "GEM_PATH", "BUNDLE_GEMFILE", "PHPRC",
        "PHP_INI_SCAN_DIR", "LUA_INIT", "LUA_PATH",
        "LUA_CPATH", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS", "CLASSPATH", "MAVEN_OPTS", "GRADLE_OPTS",
        "DOTNET_STARTUP_HOOKS",
        "DOTNET_ADDITIONAL_DEPS", "DOTNET_SHARED_STORE", "DOTNET_ROOT", "OPENSSL_CONF", "OPENSSL_ENGINES", "OPENSSL_MODULES",
        "SSLKEYLOGFILE", "GIT_SSH",
        "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR", "GIT_PAGER", "GIT_EXEC_PATH", "GIT_EXTERNAL_DIFF",
        "GIT_PROXY_COMMAND",
        "GIT_TEMPLATE_DIR", "GIT_DIR", "SSH_ASKPASS", "SUDO_ASKPASS", "EDITOR", "VISUAL", "PAGER", "MANPAGER", "BROWSER", "LESSOPEN",
        "LESSCLOSE", "MAKEFLAGS",
        "GTK_MODULES", "QT_PLUGIN_PATH", "GST_PLUGIN_PATH", "KUBECONFIG", "HELM_PLUGINS", "DOCKER_CONFIG", "RUSTC_WRAPPER", "CARGO_HOME",
            "GOFLAGS");

    private static readonly string[] Prefixes = ["LD_", "DYLD_", "BASH_FUNC_", "GIT_CONFIG", "CORECLR_", "COR_", "npm_config_"];

    /// <summary>Those among the names of a file's variables, sorted; one that only begins like them is shown as its beginning.</summary>
    public static IReadOnlyList<string> Among(IEnumerable<string> names) =>
        [.. names.Select(Shown).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A clause about them, or null if there are none. Names alone, never a value.</summary>
    public static string? Warning(IEnumerable<string> names) => Among(names) is { Count: > 0 } found
        ? $"the file sets {string.Join(", ", found)}: such variables decide what programs load and run"
        : null;

    private static string? Shown(string name)
    {
        if (Names.Contains(name) || (OperatingSystem.IsWindows() && Names.Contains(name.ToUpperInvariant())))
        {
            return name;
        }

        // The rest of the name is the file's own text, and goes to a terminal only if it is plain.
        return Prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is not { } prefix ? null
            : name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : prefix + "...";
    }
}
