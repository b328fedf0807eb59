/** Value of a pickle read as data. An object of a Python class is its name, arguments and state. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleList
  | PickleDict
  | PickleGlobal
  | PickleObject;

/** A list, tuple or set. */
export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
}

export interface PickleDict {
  readonly kind: 'dict';
  /** String keys only; entries with other keys are dropped, because no reader needs them. */
  readonly entries: Map<string, PickleValue>;
}

/** A reference to a class by name. It is never imported or called. */
export interface PickleGlobal {
  readonly kind: 'global';
  /** `module.name` */
  readonly name: string;
}

export interface PickleObject {
  readonly kind: 'object';
  readonly className: string;
  readonly args: PickleValue;
  state: PickleValue;
}

export const isDict = (value: PickleValue | undefined): value is PickleDict =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dict';

export const isObject = (value: PickleValue | undefined): value is PickleObject =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object';

export const isGlobal = (value: PickleValue | undefined): value is PickleGlobal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'global';

export const isList = (value: PickleValue | undefined): value is PickleList =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'list';

/**
 * Classes and functions that a pickled XGBoost model names. They are never executed; a file that names any other is
 * refused with that name.
 */
export const KNOWN_GLOBALS: ReadonlySet<string> = new Set([
  'xgboost.sklearn.XGBClassifier',
  'xgboost.sklearn.XGBRegressor',
  'xgboost.sklearn.XGBRFClassifier',
  'xgboost.sklearn.XGBRFRegressor',
  'xgboost.sklearn.XGBModel',
  'xgboost.core.Booster',
  'xgboost.callback.EarlyStopping',
  'builtins.bytearray',
  'builtins.object',
  'builtins.set',
  'builtins.int',
  'builtins.float',
  'builtins.str',
  'builtins.list',
  'builtins.dict',
  '__builtin__.bytearray',
  '__builtin__.object',
  'copyreg._reconstructor',
  'copy_reg._reconstructor',
  '_codecs.encode',
  'collections.OrderedDict',
  'collections.defaultdict',
  'joblib.numpy_pickle.NumpyArrayWrapper',
  'sklearn.preprocessing._label.LabelEncoder',
  'numpy.ndarray',
  'numpy.dtype',
  'numpy.core.multiarray._reconstruct',
  'numpy.core.multiarray.scalar',
  'numpy._core.multiarray._reconstruct',
  'numpy._core.multiarray.scalar',
  'numpy.core.numeric._frombuffer',
  'numpy._core.numeric._frombuffer',
  'numpy.float64',
  'numpy.float32',
  'numpy.int64',
]);
