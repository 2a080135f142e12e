/*
 * A system call filter for code in the sandbox. It refuses new processes, the calls that known sandbox escapes use, and
 * sockets, because no limit on a process's memory counts what they buffer.
 * The format is classic BPF, see seccomp(2) and linux/filter.h.
 */

/** System call numbers, from the kernel's tables. */
interface Architecture {
  /** AUDIT_ARCH of linux/audit.h. */
  readonly audit: number;
  readonly clone: number;
  /** Refused with EPERM. */
  readonly refused: readonly number[];
}

/**
 * Refused with ENOSYS, as on an old kernel, so that libraries fall back: clone3 (its flags are in memory, which a filter
 * cannot read) and io_uring. The numbers are the same on both architectures.
 */
const UNKNOWN = [435, 425, 426, 427];

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    // fork vfork ptrace personality pivot_root chroot acct mount umount2 swapon swapoff reboot sethostname
    // init_module delete_module kexec_load add_key request_key keyctl unshare perf_event_open name_to_handle_at
    // open_by_handle_at setns process_vm_readv process_vm_writev finit_module memfd_create kexec_file_load bpf execveat
    // userfaultfd pidfd_open pidfd_getfd socket socketpair
    refused: [
      41, 53, 57, 58, 101, 135, 155, 161, 163, 165, 166, 167, 168, 169, 170, 175, 176, 246, 248, 249, 250, 272, 298,
      303, 304, 308, 310, 311, 313, 319, 320, 321, 322, 323, 434, 438,
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    // The same calls by their generic numbers; fork and vfork do not exist.
    refused: [
      198, 199, 117, 92, 41, 51, 89, 40, 39, 224, 225, 142, 161, 105, 106, 104, 217, 218, 219, 97, 241, 264, 265, 268,
      270, 271, 273, 279, 294, 280, 281, 282, 434, 438,
    ],
  },
};

const LOAD_WORD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_BITS = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const ERRNO = 0x00050000;
const EPERM = 1;
const ENOSYS = 38;
/** Offsets in struct seccomp_data, little-endian. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;
/** The x32 ABI's numbers start here. */
const X32 = 0x40000000;
/** Set when clone creates a thread instead of a process. */
const CLONE_THREAD = 0x00010000;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

/** The filter for a processor, named as in Node ("x64", "arm64"); undefined for an unknown one. */
export function systemCallFilter(processor: string): Uint8Array | undefined {
  const architecture = ARCHITECTURES[processor];
  return architecture === undefined ? undefined : assemble(program(architecture));
}

function program({ audit, clone, refused }: Architecture): readonly Instruction[] {
  return [
    [LOAD_WORD, 0, 0, ARCHITECTURE],
    [JUMP_IF_EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD_WORD, 0, 0, NUMBER],
    [JUMP_IF_AT_LEAST, 0, 1, X32],
    [RETURN, 0, 0, KILL_PROCESS],
    ...UNKNOWN.flatMap((number) => answer(number, ERRNO | ENOSYS)),
    ...refused.flatMap((number) => answer(number, ERRNO | EPERM)),
    [JUMP_IF_EQUAL, 0, 3, clone],
    [LOAD_WORD, 0, 0, FIRST_ARGUMENT],
    [JUMP_IF_BITS, 1, 0, CLONE_THREAD],
    [RETURN, 0, 0, ERRNO | EPERM],
    [RETURN, 0, 0, ALLOW],
  ];
}

/** Returns `value` if the accumulator holds `number`. */
function answer(number: number, value: number): readonly Instruction[] {
  return [
    [JUMP_IF_EQUAL, 0, 1, number],
    [RETURN, 0, 0, value],
  ];
}

function assemble(instructions: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(instructions.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, [code, ifTrue, ifFalse, value]] of instructions.entries()) {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, ifTrue);
    view.setUint8(index * 8 + 3, ifFalse);
    view.setUint32(index * 8 + 4, value, true);
  }
  return bytes;
}
