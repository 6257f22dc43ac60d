using SecretsKit.Goldens.Sops;

// One set of gpg homes for all tests, which stay parallel.
[assembly: AssemblyFixture(typeof(GoldenKeys))]

// Programs, modes and folders of the golden runs are Unix's.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
